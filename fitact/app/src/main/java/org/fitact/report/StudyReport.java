package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fitact.fault.sampling.Sampling;
import org.fitact.report.document.Document;
import org.fitact.report.document.RecordFields;
import org.fitact.report.drawing.Figure;
import org.fitact.results.AlarmShares;
import org.fitact.results.ConsequenceShares;
import org.fitact.results.FalseAlarms;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.ReadingMeans;
import org.fitact.results.SchemeResult;
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
        Finding.of(results).forEach(line -> report.blocks.add(new Document.Finding(line)));
        sampling(results).ifPresent(warning -> report.blocks.add(new Document.Warning(warning)));
        LossWarning.of(results.faultFree()).forEach(warning -> report.blocks.add(new Document.Warning(warning)));
        if (results.rates().length > 0) {
            report.blocks.add(new Document.Key(figures.styles(), results.rates()));
        }
        figures.all().forEach(report::figure);
        report.tables();
        return new Document("report", report.title(), report.subtitle(), report.blocks);
    }

    /** What a rate means where it is not the probability of every bit to flip. */
    private static Optional<String> sampling(StudyResults results) {
        return Optional.ofNullable(results.sampling())
                .map(name -> "Rates became flips as in other tools, " + name + ": "
                        + Sampling.named(name).map(Sampling::rule).orElse("of a later version")
                        + ". At the same rate these are not the faults of other studies here.");
    }

    private String title() {
        return "What bit flips leave of " + results.model() + " on " + results.dataset();
    }

    private String subtitle() {
        return Numbers.grouped(results.parameters()) + " parameters, " + Numbers.grouped(results.bounds())
                + " neurons, " + Numbers.counted(results.schemes().size(), "scheme") + ", "
                + Numbers.counted(results.rates().length, "fault rate")
                + (results.integers().isEmpty() ? "" : ", inference in integers")
                + (results.sampling() == null ? "" : ", rates sampled " + results.sampling());
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
        consequences();
        reading();
        alarms();
        blocks.addAll(ComputationTables.of(results));
        integers();
        blocks.add(new Document.Heading("Provenance"));
        blocks.add(provenance());
    }

    /** In which formats networks compute, where they do in integers. */
    private void integers() {
        if (results.integers().isEmpty()) {
            return;
        }
        blocks.add(new Document.Heading("Formats of the integers"));
        blocks.add(new Document.Table(
                List.of("scheme", "rounding, overflow", "weights", "biases", "bounds", "values", "accumulators"),
                2,
                results.integers().stream()
                        .map(formats -> List.of(
                                formats.scheme(),
                                formats.rules(),
                                formats.weights(),
                                formats.biases(),
                                formats.bounds(),
                                formats.values(),
                                formats.accumulators()))
                        .toList()));
        blocks.add(
                new Document.Text(
                        "Networks computed in integers, with the words that lie in memory, faults and all, and answered by words. Bits of a word, "
                                + "and of its fraction in brackets, over all layers; of values that are never negative no bit is a sign."));
    }

    /** What trials say beside their accuracy, where they do. */
    private void consequences() {
        List<List<String>> rows = new ArrayList<>();
        for (SchemeResult scheme : results.schemes()) {
            for (PointResult point : scheme.points()) {
                if (point.consequences() != null) {
                    rows.add(row(scheme.scheme(), point.rate(), point.consequences()));
                }
            }
        }
        if (!rows.isEmpty()) {
            blocks.add(new Document.Heading("What became of the answers, % of the images"));
            blocks.add(new Document.Table(
                    List.of(
                            "scheme",
                            "rate",
                            "SDC-1",
                            "SDC-5",
                            "critical",
                            "improved",
                            "DUE",
                            "masked",
                            "confidence",
                            "worst"),
                    1,
                    rows));
            blocks.add(
                    new Document.Text(
                            "Against the same network without faults, means over the trials. SDC-1: another "
                                    + "class is first, with its 95 % interval; SDC-5: one that was not among the first five; critical: right "
                                    + "became wrong; improved: wrong became right; DUE: a logit is NaN or infinite; masked: no logit changed; "
                                    + "confidence: change of the softmax of the class that was first, in points, and the worst of all."));
        }
    }

    /** What codes found in the memory, where there are such. */
    private void reading() {
        List<List<String>> rows = new ArrayList<>();
        for (SchemeResult scheme : results.schemes()) {
            for (PointResult point : scheme.points()) {
                if (point.reading() != null) {
                    rows.add(row(scheme.scheme(), point.rate(), point.reading()));
                }
            }
        }
        if (!rows.isEmpty()) {
            blocks.add(new Document.Heading("What reading the memory came to"));
            blocks.add(new Document.Table(
                    List.of("scheme", "rate", "blocks", "corrected", "detected", "miscorrected", "missed"), 1, rows));
            blocks.add(
                    new Document.Text(
                            "Blocks that a code reads at once, which are words for most, means over the trials. "
                                    + "Corrected: struck, and read right; detected: read as something else, and a code knows; miscorrected: read as "
                                    + "something else, and a code took it for mended; missed: read as something else, and no code saw it."));
        }
    }

    /** What bounds cut, where it was asked for: without faults first, then by rate. */
    private void alarms() {
        List<List<String>> rows = new ArrayList<>();
        for (SchemeResult scheme : results.schemes()) {
            if (scheme.falseAlarms() != null) {
                rows.add(row(scheme.scheme(), scheme.falseAlarms()));
                scheme.points().stream()
                        .filter(point -> point.alarm() != null)
                        .forEach(point -> rows.add(row(scheme.scheme(), point.rate(), point.alarm())));
            }
        }
        if (!rows.isEmpty()) {
            blocks.add(new Document.Heading("Alarms by what bounds cut"));
            blocks.add(new Document.Table(
                    List.of("scheme", "rate", "threshold", "cut, %", "alarms, %", "harmful trials", "detected, %"),
                    1,
                    rows));
            blocks.add(new Document.Text(
                    "An image raises an alarm where its bounds cut more values than the threshold, which images held out of "
                            + "training chose for each scheme. Cut: of the values behind which a bound stands, means over the trials; a smooth "
                            + "bound cuts what it lets through by less than a half. Alarms: images with one; those without faults, on all test "
                            + "images, are false ones, with Wilson's 95 % interval. Harmful: trials that give some image another class (SDC-1). "
                            + "Detected: of the images that a harmful trial changes so those with an alarm, mean over the harmful trials and "
                            + "its 95 % interval."));
        }
    }

    private static List<String> row(String scheme, FalseAlarms found) {
        return List.of(
                scheme,
                "none",
                Numbers.grouped(found.threshold()),
                Numbers.percent(found.cut(), 4),
                Numbers.percent(found.share(), 2) + Numbers.ends(found.ci95(), 2),
                "",
                "");
    }

    private static List<String> row(String scheme, double rate, AlarmShares found) {
        return List.of(
                scheme,
                Numbers.rate(rate),
                "",
                Numbers.percent(found.cut(), 4),
                Numbers.percent(found.alarms(), 2),
                Integer.toString(found.harmful()),
                found.harmful() == 0
                        ? Numbers.UNKNOWN
                        : Numbers.percent(found.detected())
                                + (found.detectedCi95().known() ? Numbers.ends(found.detectedCi95()) : ""));
    }

    private static List<String> row(String scheme, double rate, ReadingMeans found) {
        return List.of(
                scheme,
                Numbers.rate(rate),
                Numbers.grouped(found.blocks()),
                Numbers.fixed(found.corrected(), 1),
                Numbers.fixed(found.detected(), 1),
                Numbers.fixed(found.miscorrected(), 1),
                Numbers.fixed(found.missed(), 1));
    }

    private static List<String> row(String scheme, double rate, ConsequenceShares found) {
        return List.of(
                scheme,
                Numbers.rate(rate),
                Numbers.percent(found.sdc1()) + Numbers.ends(found.sdc1Ci95()),
                Numbers.percent(found.sdc5()),
                Numbers.percent(found.critical()),
                Numbers.percent(found.improved()),
                Numbers.percent(found.due()),
                Numbers.percent(found.masked()),
                Numbers.points(found.meanConfidenceChange()),
                Numbers.points(found.worstConfidenceChange()));
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
