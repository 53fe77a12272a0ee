package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fitact.report.document.Document;
import org.fitact.report.document.RecordFields;
import org.fitact.report.drawing.Figure;
import org.fitact.results.PairResult;
import org.fitact.results.StudyResults;
import org.fitact.text.Numbers;

/** The report of a study, as a document. */
final class StudyReport {

    private final StudyResults results;
    private final ReportFigures figures;
    private final List<Document.Block> blocks = new ArrayList<>();

    private StudyReport(StudyResults results, ReportFigures figures) {
        this.results = results;
        this.figures = figures;
    }

    static Document of(StudyResults results, ReportFigures figures) {
        StudyReport report = new StudyReport(results, figures);
        report.blocks.add(new Document.Finding(Finding.of(results)));
        LossWarning.of(results.faultFree()).forEach(warning -> report.blocks.add(new Document.Warning(warning)));
        figures.all().forEach(report::figure);
        report.tables();
        return new Document("report", report.title(), report.subtitle(), report.blocks);
    }

    private String title() {
        return "What bit flips leave of " + results.model() + " on " + results.dataset();
    }

    private String subtitle() {
        return Numbers.grouped(results.parameters()) + " parameters, " + Numbers.grouped(results.bounds())
                + " neurons, " + Numbers.counted(results.schemes().size(), "scheme") + ", "
                + Numbers.counted(results.rates().length, "fault rate");
    }

    private void figure(Figure figure) {
        blocks.add(new Document.Heading(figure.title()));
        blocks.add(new Document.Drawing(figure));
    }

    private void tables() {
        blocks.add(new Document.Heading("Accuracy, %"));
        blocks.add(new Document.Accuracies(results, figures.styles()));
        blocks.add(new Document.Text(
                "Mean and the ends of its 95 % confidence interval, which knows that catastrophes may be "
                        + "rarer than these trials; the highest mean of each rate is bold. " + trialsNote()));
        if (!results.pairs().isEmpty()) {
            pairs();
        }
        blocks.add(new Document.Heading("Provenance"));
        blocks.add(provenance());
    }

    /** Those of the last scheme, and all others folded away. */
    private void pairs() {
        String last = results.pairs().getLast().a();
        Map<Boolean, List<PairResult>> ofLast = results.pairs().stream()
                .collect(Collectors.partitioningBy(pair -> pair.a().equals(last)));
        blocks.add(new Document.Heading("Paired differences, points"));
        blocks.add(differences(ofLast.get(true)));
        blocks.add(new Document.Text("Mean of a − b over identical faults with its 95 % interval and the "
                + "two-sided p of the Wilcoxon signed-rank test, not corrected for the number of comparisons. Bold: the "
                + "interval excludes zero."));
        if (!ofLast.get(false).isEmpty()) {
            blocks.add(new Document.Details("All other pairs", List.of(differences(ofLast.get(false)))));
        }
    }

    private Document.Differences differences(List<PairResult> pairs) {
        return new Document.Differences(pairs, results.rates(), figures.styles());
    }

    private Document.Fields provenance() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("model", results.model()));
        rows.add(List.of("data set", results.dataset()));
        rows.add(List.of("parameters", Numbers.grouped(results.parameters())));
        rows.add(List.of("neurons, each with a bound where bounds are per neuron", Numbers.grouped(results.bounds())));
        rows.addAll(RecordFields.of(results.provenance()));
        return new Document.Fields(rows);
    }

    private String trialsNote() {
        List<Integer> trials = results.schemes().stream()
                .flatMap(scheme -> scheme.points().stream())
                .map(point -> point.trials())
                .distinct()
                .sorted()
                .toList();
        if (trials.isEmpty()) {
            return "";
        }
        return trials.size() == 1
                ? trials.getFirst() + " trials per cell."
                : trials.getFirst() + " to " + trials.getLast() + " trials per cell.";
    }
}
