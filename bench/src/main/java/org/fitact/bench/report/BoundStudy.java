package org.fitact.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import org.fitact.campaign.CampaignSettings;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.image.Images;
import org.fitact.report.document.Document;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.PairedComparison;
import org.fitact.stats.Range;
import org.fitact.stats.Summary;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.TensorFormat;
import org.fitact.text.Numbers;

/**
 * What the width of a bound's word does: the same campaign on the same hardened network, once for each format of its
 * bounds. The faults in weights and biases are the same in all of them, so the formats are compared trial by trial. A
 * run that was interrupted goes on where it was.
 */
public final class BoundStudy {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(2000, 1);

    private final Settings settings;
    private final List<Outcome> outcomes = new ArrayList<>();

    /**
     * What to compare.
     *
     * @param hardened folder of the hardened network
     * @param scheme its protection
     * @param formats of the bounds; the others are compared with the first
     * @param campaign whose deployment says how everything else is stored
     * @param images of a trial
     */
    public record Settings(
            StudyFolder hardened, String scheme, List<QFormat> formats, CampaignSettings campaign, int images) {}

    private record Outcome(QFormat format, CampaignRun.StoredBytes stored, TrialTable trials) {}

    public BoundStudy(Settings settings) {
        this.settings = settings;
    }

    /**
     * Runs the campaigns, each in a folder of its own, and writes {@code bounds.md} and {@code bounds.html}.
     *
     * @param progress is told what is done next
     * @return the files
     */
    public List<Path> run(Path folder, Backend backend, Images test, Provenance provenance, Consumer<String> progress)
            throws IOException {
        for (QFormat format : settings.formats()) {
            progress.accept("campaign with bounds in " + format);
            outcomes.add(campaign(
                    StudyFolder.writable(folder.resolve(format.toString())), backend, test, format, provenance));
        }
        return ReportFiles.write(folder, document(provenance));
    }

    private Outcome campaign(StudyFolder out, Backend backend, Images test, QFormat format, Provenance provenance)
            throws IOException {
        CampaignSettings of = settings.campaign();
        TensorFormat bounds = NumberFormats.like(of.deployment().arithmetic(), FixedPoint.of(format));
        CampaignSettings with = new CampaignSettings(
                of.rates(),
                of.stopping(),
                of.faults(),
                of.filter(),
                of.deployment().withBounds(bounds),
                of.seed());
        List<String> schemes = List.of(settings.scheme());
        try (CampaignRun run = new CampaignRun(settings.hardened(), backend, schemes, with, test, settings.images())) {
            TrialTable trials = run.run(out, (scheme, done, total) -> {}, campaign -> provenance.json())
                    .trials();
            return new Outcome(format, run.storedBytes().get(settings.scheme()), trials);
        }
    }

    private Document document(Provenance provenance) {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Table(
                memoryHeader(), 1, outcomes.stream().map(this::memory).toList()));
        blocks.add(new Document.Text("Stored bytes of the deployed network, and its accuracy on all test images."));
        blocks.add(new Document.Heading("Accuracy under faults, %"));
        blocks.add(new Document.Table(
                header("bounds"), 1, outcomes.stream().map(this::accuracy).toList()));
        blocks.add(
                new Document.Text("Mean over " + settings.campaign().stopping().maxTrials()
                        + " trials and the ends of its 95 % interval, by bit error rate."));
        if (outcomes.size() > 1) {
            blocks.add(new Document.Heading("Paired differences, points"));
            blocks.add(new Document.Table(
                    header("bounds"),
                    1,
                    outcomes.stream().skip(1).map(this::difference).toList()));
            blocks.add(new Document.Text("Accuracy with these bounds less that with bounds in "
                    + settings.formats().getFirst()
                    + ", trial by trial: mean, its 95 % interval, and p of the "
                    + "Wilcoxon signed-rank test. The faults in weights and biases are the same."));
        }
        blocks.addAll(provenance.section());
        return new Document(
                "bounds",
                "Bounds in fewer bits",
                "What the format of stored bounds does to the memory and to the resilience of " + settings.scheme()
                        + ".",
                blocks);
    }

    private static List<String> memoryHeader() {
        return List.of("bounds", "bytes of bounds", "of the other parameters", "overhead, %", "accuracy, %");
    }

    private List<String> memory(Outcome outcome) {
        return List.of(
                outcome.format().toString(),
                Numbers.grouped(outcome.stored().bounds()),
                Numbers.grouped(outcome.stored().parameters()),
                Numbers.significant(
                        100.0 * outcome.stored().bounds() / outcome.stored().parameters()),
                Numbers.percent(
                        outcome.trials().faultFreeAccuracy(settings.scheme()).orElse(Double.NaN), 2));
    }

    private List<String> header(String first) {
        List<String> header = new ArrayList<>(List.of(first));
        settings.campaign().rates().forEach(rate -> header.add(Numbers.rate(rate)));
        return header;
    }

    private List<String> accuracy(Outcome outcome) {
        return row(outcome, rate -> {
            Summary summary =
                    Summary.of(outcome.trials().accuracies(settings.scheme(), rate), range(outcome), BOOTSTRAP);
            return Numbers.percent(summary.mean()) + Numbers.ends(summary.ci95());
        });
    }

    private List<String> difference(Outcome outcome) {
        return row(outcome, rate -> {
            PairedComparison pair = PairedComparison.of(
                    outcome.trials().accuracies(settings.scheme(), rate),
                    outcomes.getFirst().trials().accuracies(settings.scheme(), rate),
                    range(outcome).minus(range(outcomes.getFirst())),
                    BOOTSTRAP);
            return Numbers.points(pair.meanDifference()) + " (" + Numbers.range(pair.ci95(), Numbers::points) + "), p "
                    + Numbers.pValue(pair.wilcoxonP());
        });
    }

    private Range range(Outcome outcome) {
        return outcome.trials().range(settings.scheme());
    }

    private List<String> row(Outcome outcome, DoubleFunction<String> cell) {
        List<String> cells = new ArrayList<>(List.of(outcome.format().toString()));
        settings.campaign().rates().forEach(rate -> cells.add(cell.apply(rate)));
        return cells;
    }
}
