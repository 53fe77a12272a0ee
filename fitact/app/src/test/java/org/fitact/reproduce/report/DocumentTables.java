package org.fitact.reproduce.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.fitact.report.document.AccuracyTable;
import org.fitact.reproduce.NetworkPreset;
import org.fitact.reproduce.PaperResults;
import org.fitact.reproduce.Presets;
import org.fitact.reproduce.Variant;
import org.fitact.reproduce.report.ReproductionResults.AblationPoint;
import org.fitact.reproduce.report.ReproductionResults.AblationRow;
import org.fitact.reproduce.report.ReproductionResults.NetworkResult;
import org.fitact.results.StudyResults;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.Interval;
import org.fitact.stats.PairedComparison;
import org.fitact.stats.Range;
import org.fitact.stats.Summary;
import org.fitact.text.Numbers;

/** The tables of results in the documents, as Markdown. */
final class DocumentTables {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(100, 1);
    private static final List<List<String>> ORDER =
            List.of(List.of("fitact", "clip-act"), List.of("clip-act", "ranger"));

    private DocumentTables() {}

    /** Mean accuracy of every scheme at every rate. */
    static String accuracies(String corner, StudyResults results) {
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : AccuracyTable.rows(results)) {
            rows.add(with("`" + row.getFirst() + "`", row));
        }
        return table(with(corner, AccuracyTable.header(results)), rows).replace('×', '·');
    }

    /** The same of several studies, each in a folder of its own and said in the first column. */
    static String studies(Path folder, List<Map.Entry<String, String>> said) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = List.of();
        for (Map.Entry<String, String> study : said) {
            StudyResults results =
                    CommittedResults.study(folder.resolve(study.getKey()).resolve("results.json"));
            header = AccuracyTable.header(results);
            for (List<String> row : AccuracyTable.rows(results)) {
                rows.add(with("`" + row.getFirst() + "`, " + study.getValue(), row));
            }
        }
        return table(with("%", header), rows).replace('×', '·');
    }

    /** The same of all networks, and FitAct against Clip-Act against Ranger at the three highest rates. */
    static String networks(ReproductionResults results) {
        return each(results)
                + """
                Mean over the trials and the ends of its 95 %% interval; without faults on all %s test images, under faults on the images
                of a trial, so that a row need not start at its fault-free level. Differences on identical faults, with 95 %% intervals:

                """.formatted(Numbers.grouped(
                        results.networks().getFirst().training().testImages()))
                + pairs(results);
    }

    /** Mean accuracies of every network. */
    static String each(ReproductionResults results) {
        StringBuilder text = new StringBuilder();
        for (NetworkResult network : results.networks()) {
            text.append("`" + network.name() + "`, " + network.training().epochs() + " epochs, "
                    + Numbers.percent(network.training().testAccuracy(), 2) + " % on the test set:\n\n");
            text.append(accuracies("%", network.results())).append('\n');
        }
        return text.toString();
    }

    private static String pairs(ReproductionResults results) {
        double[] all = results.networks().getFirst().results().rates();
        double[] rates = Arrays.copyOfRange(all, Math.max(0, all.length - 3), all.length);
        List<List<String>> rows = new ArrayList<>();
        for (NetworkResult network : results.networks()) {
            for (List<String> pair : ORDER) {
                List<String> row = new ArrayList<>();
                row.add(network.name() + ": `" + pair.getFirst() + "` − `" + pair.getLast() + "`");
                for (double rate : rates) {
                    row.add(network.results()
                            .pair(pair.getFirst(), pair.getLast(), rate)
                            .map(found -> difference(found.meanDifference(), found.ci95()))
                            .orElse(Numbers.UNKNOWN));
                }
                rows.add(row);
            }
        }
        List<String> head = new ArrayList<>(List.of("points, paired"));
        Arrays.stream(rates).forEach(rate -> head.add(rate(rate)));
        return table(head, rows);
    }

    /** What training and the second stage came to and took. */
    static String runs(ReproductionResults results) {
        List<List<String>> rows = new ArrayList<>();
        for (NetworkResult network : results.networks()) {
            NetworkPreset preset = results.preset().network(network.name());
            ReproductionResults.Overhead overhead = network.overhead();
            Optional<PaperResults.Network> paper =
                    preset.standsFor() == null ? results.paper().of(network.comparedWith()) : Optional.empty();
            rows.add(List.of(
                    "`" + network.name() + "`",
                    Integer.toString(network.training().epochs()),
                    Numbers.significant(overhead.training() / network.training().epochs()),
                    "**" + Numbers.percent(network.training().testAccuracy(), 2) + "**",
                    paper.map(of -> Numbers.percent(of.faultFree(), 2)).orElse(Numbers.UNKNOWN),
                    Numbers.significant(overhead.profiling() + overhead.postTraining()),
                    Numbers.percent(overhead.share())));
        }
        return table(
                List.of(
                        "",
                        "epochs",
                        "s, median epoch",
                        "test set, %",
                        "the paper's, %",
                        "second stage, s",
                        "of training, %"),
                rows);
    }

    /** One choice at a time against the default. */
    static String ablation(ReproductionResults results) {
        ReproductionResults.Ablation ablation = results.ablations().getFirst();
        List<List<String>> rows = new ArrayList<>();
        for (AblationRow row : ablation.rows()) {
            if (!row.reference()) {
                List<String> cells = new ArrayList<>(List.of(row.group() + ": " + row.name()));
                for (AblationPoint point : row.points()) {
                    cells.add(difference(point.difference(), point.differenceCi95()));
                }
                cells.add(Numbers.percent(row.testLoss(), 2));
                rows.add(cells);
            }
        }
        List<String> head = new ArrayList<>(List.of(""));
        ablation.rates().forEach(rate -> head.add(rate(rate)));
        head.add("lost without faults, test set");
        return table(head, rows);
    }

    /** The same from the accuracy of every trial, of a run that was cut off. */
    static String trials(Path file) throws IOException {
        JsonNode results = new ObjectMapper().readTree(file.toFile());
        JsonNode reference = results.path("trials").path(Variant.DEFAULT);
        double faultFree =
                results.path("faultFreeAccuracy").path(Variant.DEFAULT).doubleValue();
        Range range = Range.ofTrials(faultFree);
        List<String> rates = new ArrayList<>();
        reference.fieldNames().forEachRemaining(rates::add);
        List<List<String>> rows = new ArrayList<>();
        rows.add(cells(
                "FitAct as it is, accuracy in %",
                rates.stream().map(rate -> mean(accuracies(reference.path(rate)), range)),
                Numbers.percent(faultFree, 2)));
        for (Map.Entry<String, String> variant : variants().entrySet()) {
            JsonNode trials = results.path("trials").path(variant.getKey());
            if (!trials.isMissingNode()) {
                double ofVariant =
                        results.path("faultFreeAccuracy").path(variant.getKey()).doubleValue();
                Range difference = Range.ofTrials(ofVariant).minus(range);
                rows.add(cells(
                        variant.getValue(),
                        rates.stream()
                                .map(rate -> difference(
                                        accuracies(trials.path(rate)), accuracies(reference.path(rate)), difference)),
                        Numbers.points(ofVariant - faultFree)));
            }
        }
        List<String> head = new ArrayList<>(List.of("variant"));
        rates.forEach(rate -> head.add(rate(Double.parseDouble(rate))));
        head.add("without faults");
        return table(head, rows);
    }

    private static Map<String, String> variants() throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        for (Variant variant : Variant.of(Presets.of("gpu").ablations())) {
            if (!variant.reference()) {
                names.put(variant.id(), variant.group() + ": " + variant.name());
            }
        }
        return names;
    }

    private static List<String> cells(String first, Stream<String> middle, String last) {
        List<String> cells = new ArrayList<>(List.of(first));
        middle.forEach(cells::add);
        cells.add(last);
        return cells;
    }

    private static double[] accuracies(JsonNode trials) {
        return StreamSupport.stream(trials.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    private static String mean(double[] accuracies, Range range) {
        Summary summary = Summary.of(accuracies, range, BOOTSTRAP);
        return Numbers.percent(summary.mean()) + Numbers.ends(summary.ci95());
    }

    private static String difference(double[] accuracies, double[] ofDefault, Range range) {
        PairedComparison paired = PairedComparison.of(accuracies, ofDefault, range, BOOTSTRAP);
        return difference(paired.meanDifference(), paired.ci95());
    }

    private static String difference(double mean, Interval ci95) {
        return Numbers.points(mean) + " (" + Numbers.range(ci95, Numbers::points) + ")";
    }

    private static String rate(double rate) {
        return Numbers.rate(rate).replace('×', '·');
    }

    /** The cells with another first one. */
    private static List<String> with(String first, List<String> cells) {
        List<String> others = new ArrayList<>(cells);
        others.set(0, first);
        return others;
    }

    private static String table(List<String> head, List<List<String>> rows) {
        return line(head)
                + IntStream.range(0, head.size()).mapToObj(_ -> "---").collect(Collectors.joining("|", "|", "|\n"))
                + rows.stream().map(DocumentTables::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream()
                        .map(cell -> cell.isEmpty() ? "| " : "| " + cell + " ")
                        .collect(Collectors.joining()) + "|\n";
    }
}
