package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.bench.CampaignCost;
import org.fitact.bench.run.Score;
import org.fitact.report.document.Document;
import org.fitact.text.Numbers;
import org.openjdk.jmh.results.RunResult;

/**
 * The report of {@code fitact bench inject}.
 *
 * @param runs of {@link org.fitact.bench.InjectionBenchmark}
 * @param campaigns whole campaigns, on models and rates of the runs; may be none
 */
public record InjectionReport(List<RunResult> runs, List<CampaignCost.Result> campaigns, Provenance provenance) {

    Document document() {
        List<Score> scores = Score.of(runs);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            if (scores.get(i).method().equals("draw")) {
                rows.add(row(scores, i));
            }
        }
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Table(
                List.of(
                        "network",
                        "rate",
                        "flips of a trial",
                        "drawing, µs",
                        "flips drawn per s",
                        "set-up and undo, µs",
                        "flips injected per s"),
                1,
                rows));
        blocks.add(new Document.Text(
                "Drawing: the flips of a trial from (seed, trial). Set-up and undo: writing them into the "
                        + "stored words and the running plan, and writing the old words back. Parameters in Q15.16, "
                        + "batch norm "
                        + "folded. Times with the half-width of their 95 % interval."));
        if (!campaigns.isEmpty()) {
            blocks.addAll(wholeCampaigns(scores));
        }
        blocks.addAll(provenance.section());
        return new Document(
                "inject",
                "What a fault injection costs",
                "The part of a trial that is not inference, over network sizes and bit error rates.",
                blocks);
    }

    private List<Document.Block> wholeCampaigns(List<Score> scores) {
        return List.of(
                new Document.Heading("A whole campaign"),
                new Document.Table(
                        List.of(
                                "network",
                                "rate",
                                "images",
                                "trials",
                                "trials per s",
                                "ms per trial",
                                "outside inference, %",
                                "drawing, %",
                                "set-up and undo, %"),
                        1,
                        campaigns.stream()
                                .map(campaign -> row(scores, campaign))
                                .toList()),
                new Document.Text("A campaign as users run it, its store of trials in a file: the share of its time "
                        + "that is not the ops of an inference (drawing, set-up, undo, storing, counting). Drawing, and set-up "
                        + "and undo: the times of the table above over the inference of a trial."));
    }

    private List<String> row(List<Score> scores, int draw) {
        Score drawing = scores.get(draw);
        Score applying =
                Score.find(scores, "setUpAndUndo", Map.of("model", drawing.get("model"), "rate", drawing.get("rate")));
        double flips = flipsOfATrial(runs.get(draw));
        return List.of(
                drawing.get("model"),
                Numbers.rate(Double.parseDouble(drawing.get("rate"))),
                Numbers.significant(flips),
                time(drawing),
                Numbers.significant(1e6 * flips / drawing.value()),
                time(applying),
                Numbers.significant(1e6 * flips / applying.value()));
    }

    private static List<String> row(List<Score> scores, CampaignCost.Result campaign) {
        double inference = 1e6 * campaign.inference() / campaign.trials();
        return List.of(
                campaign.model(),
                Numbers.rate(campaign.rate()),
                Integer.toString(campaign.images()),
                Integer.toString(campaign.trials()),
                Numbers.significant(campaign.trialsPerSecond()),
                Numbers.significant(1e3 / campaign.trialsPerSecond()),
                Numbers.significant(100 * campaign.outside()),
                Numbers.significant(100 * micros(scores, "draw", campaign) / inference),
                Numbers.significant(100 * micros(scores, "setUpAndUndo", campaign) / inference));
    }

    private static double micros(List<Score> scores, String method, CampaignCost.Result of) {
        return scores.stream()
                .filter(score -> score.method().equals(method)
                        && score.get("model").equals(of.model())
                        && Double.parseDouble(score.get("rate")) == of.rate())
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static double flipsOfATrial(RunResult run) {
        return run.getSecondaryResults().get("flips").getScore()
                / run.getSecondaryResults().get("trials").getScore();
    }

    private static String time(Score score) {
        return Numbers.measured(score.value(), score.error());
    }
}
