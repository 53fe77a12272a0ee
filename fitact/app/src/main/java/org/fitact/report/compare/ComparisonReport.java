package org.fitact.report.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.AtomicFile;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.AccuracyPanelsFigure;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.text.Numbers;

/** Writes a comparison of studies into a folder: as a page, its figure and a table. */
public final class ComparisonReport {

    private static final String FIGURE = "comparison";

    private ComparisonReport() {}

    /**
     * Writes {@code comparison.csv}, {@code figures/comparison.png} and {@code comparison.html}, each beside its place and then moved
     * there. The same studies give the same bytes.
     *
     * @param folder created if missing
     * @return the files, the page last
     */
    public static List<Path> write(Path folder, StudyComparison comparison) throws IOException {
        List<Path> written = new ArrayList<>();
        Path figures = Files.createDirectories(folder.resolve("figures"));
        written.add(AtomicFile.write(folder.resolve("comparison.csv"), csv(comparison)));
        Figure figure = figure(comparison);
        written.add(AtomicFile.write(figures.resolve(FIGURE + ".png"), figure.png()));
        written.add(AtomicFile.write(folder.resolve("comparison.html"), Html.of(document(comparison, figure))));
        return List.copyOf(written);
    }

    /** What the comparison says in a few lines, for a terminal and the top of the page. */
    public static List<String> findings(StudyComparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(comparison
                .best()
                .map(best ->
                        "At a bit error rate of " + Numbers.rate(best.point().rate())
                                + ", the highest that all studies have, " + best.scheme() + " in "
                                + best.study().name() + " keeps the most: "
                                + Numbers.percent(best.point().mean()) + " %"
                                + Numbers.ends(best.point().ci95()) + ".")
                .orElse("No bit error rate is common to all studies."));
        if (!comparison.pairs().isEmpty()) {
            long clear = comparison.pairs().stream()
                    .flatMap(pairs -> pairs.differences().stream())
                    .filter(pair -> pair.ci95().known() && !pair.ci95().contains(0))
                    .count();
            long all = comparison.pairs().stream()
                    .mapToLong(pairs -> pairs.differences().size())
                    .sum();
            lines.add("Of " + Numbers.counted(all, "paired difference") + " between studies on identical faults "
                    + Numbers.grouped(clear) + (clear == 1 ? " has" : " have")
                    + " an interval that excludes zero.");
        }
        lines.addAll(comparison.apart());
        return lines;
    }

    /** A line for each study, scheme and rate, 0 for that without faults; accuracies in 0..1, empty where unknown. */
    private static String csv(StudyComparison comparison) {
        StringBuilder csv = new StringBuilder("study,network,dataset,format,scheme,rate,trials,mean,low,high\n");
        for (ComparedStudy study : comparison.studies()) {
            String common = cell(study.name()) + ","
                    + cell(study.record().results().model()) + ","
                    + cell(study.record().results().dataset()) + "," + cell(study.format()) + ",";
            for (SchemeResult scheme : study.record().results().schemes()) {
                String begin = common + cell(scheme.scheme()) + ",";
                csv.append(begin)
                        .append("0,1,")
                        .append(cell(scheme.faultFreeAccuracy()))
                        .append(",,\n");
                for (PointResult point : scheme.points()) {
                    csv.append(begin)
                            .append(point.rate())
                            .append(',')
                            .append(point.trials())
                            .append(',');
                    csv.append(cell(point.mean()))
                            .append(',')
                            .append(cell(point.ci95().low()))
                            .append(',');
                    csv.append(cell(point.ci95().high())).append('\n');
                }
            }
        }
        return csv.toString();
    }

    private static String cell(double number) {
        return Double.isNaN(number) ? "" : Double.toString(number);
    }

    private static String cell(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static Figure figure(StudyComparison comparison) {
        List<AccuracyPanelsFigure.Data> panels = comparison.studies().stream()
                .filter(study -> study.record().results().rates().length > 0)
                .map(study -> new AccuracyPanelsFigure.Data(
                        study.name(),
                        study.record().results().model() + ", " + study.format(),
                        study.record().results(),
                        List.of(),
                        Double.NaN))
                .toList();
        return new AccuracyPanelsFigure(
                panels,
                SchemeStyle.of(comparison.schemes()),
                "Mean accuracy of each scheme over the bit error rate, with bands of 95 % confidence, a panel for each study.");
    }

    private static Document document(StudyComparison comparison, Figure figure) {
        List<Document.Block> blocks = new ArrayList<>();
        findings(comparison).forEach(line -> blocks.add(new Document.Finding(line)));
        Map<String, SchemeStyle> styles = SchemeStyle.of(comparison.schemes());
        blocks.add(new Document.Key(styles, comparison.rates()));
        blocks.add(new Document.Heading(figure.title()));
        blocks.add(new Document.Drawing(FIGURE, figure));
        blocks.add(new Document.Heading("Accuracy, %"));
        blocks.add(accuracies(comparison));
        blocks.add(new Document.Text("Mean and the ends of its 95 % confidence interval."));
        if (!comparison.pairs().isEmpty()) {
            blocks.add(new Document.Heading("Paired differences between studies, points"));
            blocks.add(differences(comparison, styles));
            blocks.add(new Document.Text(
                    "Mean of a − b over identical faults with its 95 % interval and the two-sided p of "
                            + "the Wilcoxon signed-rank test, not corrected for the number of comparisons. Bold: the interval excludes "
                            + "zero. Two studies are pairs where the network's kind, its formats, the fault model with its seed, and the "
                            + "images of a trial are the same."));
        }
        blocks.add(new Document.Heading("The studies"));
        blocks.add(studies(comparison));
        return new Document(
                "comparison",
                "What bit flips leave, in "
                        + Numbers.grouped(comparison.studies().size()) + " studies",
                String.join(
                        ", ",
                        comparison.studies().stream().map(ComparedStudy::name).toList()),
                blocks);
    }

    private static Document.Table accuracies(StudyComparison comparison) {
        double[] rates = comparison.rates();
        List<String> header = new ArrayList<>(List.of("study", "scheme", "no faults"));
        Arrays.stream(rates).forEach(rate -> header.add(Numbers.rate(rate)));
        List<List<String>> rows = new ArrayList<>();
        for (ComparedStudy study : comparison.studies()) {
            for (SchemeResult scheme : study.record().results().schemes()) {
                List<String> row = new ArrayList<>(
                        List.of(study.name(), scheme.scheme(), Numbers.percent(scheme.faultFreeAccuracy())));
                for (double rate : rates) {
                    row.add(scheme.at(rate)
                            .map(point -> Numbers.percent(point.mean()) + Numbers.ends(point.ci95()))
                            .orElse(Numbers.UNKNOWN));
                }
                rows.add(row);
            }
        }
        return new Document.Table(header, 2, rows);
    }

    /** Each of the two in the style of its scheme. */
    private static Document.Differences differences(StudyComparison comparison, Map<String, SchemeStyle> styles) {
        Map<String, SchemeStyle> byLabel = new LinkedHashMap<>();
        List<PairResult> all = new ArrayList<>();
        for (StudyComparison.Pairs pairs : comparison.pairs()) {
            for (PairResult pair : pairs.differences()) {
                byLabel.put(pair.a(), styles.get(pairs.scheme()));
                byLabel.put(pair.b(), styles.get(pairs.scheme()));
                all.add(pair);
            }
        }
        double[] rates =
                all.stream().mapToDouble(PairResult::rate).distinct().sorted().toArray();
        return new Document.Differences(all, rates, byLabel);
    }

    private static Document.Table studies(StudyComparison comparison) {
        List<Map<String, String>> facts =
                comparison.studies().stream().map(ComparedStudy::facts).toList();
        return new Document.Table(
                List.copyOf(facts.getFirst().keySet()),
                5,
                facts.stream().map(row -> List.copyOf(row.values())).toList());
    }
}
