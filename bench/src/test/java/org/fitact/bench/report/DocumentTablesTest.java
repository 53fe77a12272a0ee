package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import org.fitact.report.drawing.Numbers;
import org.fitact.stats.Interval;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tables of results in the documents are those of the raw results that lie in {@code docs/results}. With
 * {@code -Dfitact.docs.demo=runs/demo} or {@code -Dfitact.docs.quick=runs/quick} the results of that folder take the place
 * of the committed ones, and the tables are written again: what differs then, {@code git diff} shows.
 */
class DocumentTablesTest {

    private static final Path ROOT = Path.of("..");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WHAT_STANDS_THERE = """
            Mean over the trials and half of its 95 % interval; without faults on all 2,000 test images, under faults on the images
            of a trial, so that a row need not start at its fault-free level. Differences on identical faults, with 95 % intervals:

            """;

    /** A block of tables, and what it is made of. */
    private enum Tables {
        DEMO(
                "README.md",
                "| accuracy, % | no faults |",
                "\nMean over 30 trials",
                "docs/results/demo/results.json",
                DocumentTablesTest::demo),
        QUICK(
                "docs/reproduction.md",
                "`vgg-small-fashion`, ",
                "\nFitAct is above Clip-Act",
                "docs/results/quick/reproduction.json",
                DocumentTablesTest::networks);

        private final Path document;
        private final String begin;
        private final String end;
        private final Path committed;
        private final Function<JsonNode, String> text;

        Tables(String document, String begin, String end, String committed, Function<JsonNode, String> text) {
            this.document = ROOT.resolve(document);
            this.committed = ROOT.resolve(committed);
            this.begin = begin;
            this.end = end;
            this.text = text;
        }

        private String property() {
            return "fitact.docs." + name().toLowerCase(Locale.ROOT);
        }

        /** Where the tables stand in a document: from the head of the first one to the line that is given. */
        private int[] place(String text) {
            int from = text.indexOf(begin);
            int to = text.indexOf(end, Math.max(0, from));
            assertTrue(from >= 0 && to > from, document + " has no tables between " + begin + " and " + end);
            return new int[] {from, to};
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesAreThoseOfTheRawResults(Tables tables) throws IOException {
        String folder = System.getProperty(tables.property());
        if (folder != null) {
            take(tables, ROOT.resolve(folder));
        }
        String document = Files.readString(tables.document);
        int[] place = tables.place(document);
        String expected = tables.text.apply(JSON.readTree(tables.committed.toFile()));
        assertEquals(expected, document.substring(place[0], place[1]), "tables of " + tables.document);
    }

    /** Results without what depends on the machine and the hour: provenance, times, places. */
    private static void take(Tables tables, Path folder) throws IOException {
        JsonNode results =
                JSON.readTree(folder.resolve(tables.committed.getFileName()).toFile());
        strip(results);
        Files.createDirectories(tables.committed.getParent());
        Files.writeString(
                tables.committed, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n");
        String document = Files.readString(tables.document);
        int[] place = tables.place(document);
        Files.writeString(
                tables.document,
                document.substring(0, place[0]) + tables.text.apply(results) + document.substring(place[1]));
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of("provenance", "seconds", "overhead", "details"));
            if (object.path("trials").isObject()) {
                object.remove("trials"); // each by itself; the numbers of trials stay
            }
        }
        node.forEach(DocumentTablesTest::strip);
    }

    private static String demo(JsonNode results) {
        return table("accuracy, %", results);
    }

    private static String table(String corner, JsonNode results) {
        StringBuilder text = new StringBuilder("| " + corner + " | no faults |");
        results.path("schemes")
                .path(0)
                .path("points")
                .forEach(point -> text.append(' ').append(rate(point)).append(" |"));
        text.append("\n|---|---|")
                .append("---|"
                        .repeat(results.path("schemes").path(0).path("points").size()))
                .append('\n');
        for (JsonNode scheme : results.path("schemes")) {
            StringJoiner row = new StringJoiner(" | ", "| ", " |\n");
            row.add("`" + scheme.path("scheme").textValue() + "`");
            row.add(Numbers.percent(scheme.path("faultFreeAccuracy").doubleValue()));
            scheme.path("points")
                    .forEach(point -> row.add(
                            Numbers.percent(point.path("mean").doubleValue()) + Numbers.plusMinus(interval(point))));
            text.append(row);
        }
        return text.toString();
    }

    private static String networks(JsonNode reproduction) {
        StringBuilder text = new StringBuilder();
        for (JsonNode network : reproduction.path("networks")) {
            JsonNode training = network.path("training");
            text.append('`').append(network.path("name").textValue()).append("`, ");
            text.append(training.path("epochs").intValue()).append(" epochs, ");
            text.append(Numbers.fixed(100 * training.path("testAccuracy").doubleValue(), 2));
            text.append(" % on the test set:\n\n");
            text.append(table("%", network.path("results"))).append('\n');
        }
        return text.append(WHAT_STANDS_THERE).append(pairs(reproduction)).toString();
    }

    /** FitAct against Clip-Act and Clip-Act against Ranger at the three highest rates. */
    private static String pairs(JsonNode reproduction) {
        JsonNode points = reproduction
                .path("networks")
                .path(0)
                .path("results")
                .path("schemes")
                .path(0)
                .path("points");
        int first = Math.max(0, points.size() - 3);
        StringBuilder text = new StringBuilder("| points, paired |");
        for (int i = first; i < points.size(); i++) {
            text.append(' ').append(rate(points.get(i))).append(" |");
        }
        text.append("\n|---|").append("---|".repeat(points.size() - first)).append('\n');
        for (JsonNode network : reproduction.path("networks")) {
            for (List<String> pair : List.of(List.of("fitact", "clip-act"), List.of("clip-act", "ranger"))) {
                text.append("| ")
                        .append(network.path("name").textValue())
                        .append(": `")
                        .append(pair.getFirst());
                text.append("` − `").append(pair.getLast()).append("` |");
                for (int i = first; i < points.size(); i++) {
                    text.append(' ')
                            .append(difference(
                                    network.path("results"),
                                    pair,
                                    points.get(i).path("rate").doubleValue()))
                            .append(" |");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String difference(JsonNode results, List<String> pair, double rate) {
        for (JsonNode found : results.path("pairs")) {
            if (found.path("a").textValue().equals(pair.getFirst())
                    && found.path("b").textValue().equals(pair.getLast())
                    && found.path("rate").doubleValue() == rate) {
                Interval interval = interval(found);
                return Numbers.points(found.path("meanDifference").doubleValue()) + " ("
                        + Numbers.points(interval.low()) + " to " + Numbers.points(interval.high()) + ")";
            }
        }
        return "–";
    }

    private static Interval interval(JsonNode node) {
        JsonNode ends = node.path("ci95");
        return ends.path(0).isNumber()
                ? new Interval(ends.path(0).doubleValue(), ends.path(1).doubleValue())
                : Interval.UNKNOWN;
    }

    private static String rate(JsonNode point) {
        return Numbers.rate(point.path("rate").doubleValue()).replace('×', '·');
    }
}
