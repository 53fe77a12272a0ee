package org.fitact.reproduce.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fitact.report.document.Markdown;
import org.fitact.reproduce.report.ReproductionResults.NetworkResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables of results in the documents are those of the raw results that lie in {@code docs/results}. With
 * {@code -Dfitact.docs=write} they are written, not compared, and {@code git diff} shows what differs; with
 * {@code -Dfitact.docs.demo=runs/demo} or {@code -Dfitact.docs.quick=runs/quick} beside it the results of that folder take
 * the place of the committed ones first.
 */
class DocumentTablesTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path RESULTS = ROOT.resolve("docs/results");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final boolean WRITE = "write".equals(System.getProperty("fitact.docs"));

    /** Campaigns on the network of bottlenecks, by their folders: what is struck, and how the rate becomes flips. */
    private static final List<Map.Entry<String, String>> BOTTLENECK_STUDIES = List.of(
            Map.entry("guarded", "every bit with the rate"),
            Map.entry("without-last-layer", "the last layer spared"),
            Map.entry("without-bounds", "bounds spared"),
            Map.entry("per-tensor-truncated", "`int(bits·rate)` flips for each tensor"),
            Map.entry("per-word", "a bit of a word, at the rate for each word"));

    /** Makes tables of a file of results. */
    private interface Maker {
        String tables(Path results) throws IOException;
    }

    /** Tables, where they stand, and what they are made of. */
    private enum Tables {
        DEMO(
                "README.md",
                "",
                "| accuracy, % | no faults |",
                "\nMean over 30 trials",
                "demo/results.json",
                file -> DocumentTables.accuracies("accuracy, %", CommittedResults.study(file))),
        QUICK(
                "docs/reproduction.md",
                "## Results: `quick`",
                "`vgg-small-fashion`, ",
                "\nFitAct is above Clip-Act",
                "quick/reproduction.json",
                file -> DocumentTables.networks(CommittedResults.reproduction(file))),
        CIFAR10_RUNS(
                "docs/reproduction.md",
                "## Results: CIFAR-10",
                "| | epochs |",
                "\nAn epoch alone",
                "cifar10/reproduction.json",
                file -> DocumentTables.runs(CommittedResults.reproduction(file))),
        CIFAR10(
                "docs/reproduction.md",
                "## Results: CIFAR-10",
                "`vgg16-cifar10`, ",
                "\n![Mean accuracy over the bit error rate",
                "cifar10/reproduction.json",
                file -> DocumentTables.networks(CommittedResults.reproduction(file))),
        CIFAR10_ABLATIONS(
                "docs/reproduction.md",
                "### What each choice is worth",
                "| | 3·10⁻⁶ |",
                "\n![What each choice",
                "cifar10/reproduction.json",
                file -> DocumentTables.ablation(CommittedResults.reproduction(file))),
        CIFAR100_RUNS(
                "docs/reproduction.md",
                "## Results: CIFAR-100",
                "| | epochs |",
                "\n![Mean accuracy over the bit error rate",
                "cifar100/reproduction.json",
                file -> DocumentTables.runs(CommittedResults.reproduction(file))),
        CIFAR100(
                "docs/reproduction.md",
                "## Results: CIFAR-100",
                "`vgg16-cifar100`, ",
                "\n**What agrees",
                "cifar100/reproduction.json",
                file -> DocumentTables.networks(CommittedResults.reproduction(file))),
        BOTTLENECK_RUNS(
                "docs/reproduction.md",
                "## Results: a network of bottlenecks",
                "| | epochs |",
                "\n`resnet29-cifar10`, ",
                "bottleneck/reproduction.json",
                file -> DocumentTables.runs(CommittedResults.reproduction(file))),
        BOTTLENECK(
                "docs/reproduction.md",
                "## Results: a network of bottlenecks",
                "`resnet29-cifar10`, ",
                "One choice at a time",
                "bottleneck/reproduction.json",
                file -> DocumentTables.each(CommittedResults.reproduction(file))),
        BOTTLENECK_ABLATIONS(
                "docs/reproduction.md",
                "\nOne choice at a time",
                "| | 10⁻⁶ |",
                "\nWhat is struck",
                "bottleneck/reproduction.json",
                file -> DocumentTables.ablation(CommittedResults.reproduction(file))),
        BOTTLENECK_FAULTS(
                "docs/reproduction.md",
                "\nWhat is struck",
                "| % |",
                "\n**What explains",
                "bottleneck/reproduction.json",
                file -> DocumentTables.studies(file.getParent(), BOTTLENECK_STUDIES)),
        GPU_RUNS(
                "docs/reproduction.md",
                "## On a GPU",
                "| | epochs |",
                "\n1200 trials",
                "h100/cifar10/reproduction.json",
                file -> DocumentTables.runs(CommittedResults.reproduction(file))),
        GPU_ABLATIONS(
                "docs/reproduction.md",
                "## On a GPU",
                "| variant |",
                "\nAs on AlexNet",
                "h100/cifar10/ablations-vgg16.json",
                DocumentTables::trials);

        private final Path document;
        private final String section;
        private final String begin;
        private final String end;
        private final Path committed;
        private final Maker maker;

        Tables(String document, String section, String begin, String end, String committed, Maker maker) {
            this.document = ROOT.resolve(document);
            this.section = section;
            this.begin = begin;
            this.end = end;
            this.committed = RESULTS.resolve(committed);
            this.maker = maker;
        }

        /** Where they stand in their document: from the head of the first one to the line that is given. */
        private int[] place(String text) {
            int from = text.indexOf(begin, text.indexOf(section));
            int to = text.indexOf(end, Math.max(0, from));
            assertTrue(
                    text.contains(section) && from >= 0 && to > from,
                    document + " has no tables between " + begin + " and " + end + " in " + section);
            return new int[] {from, to};
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesAreThoseOfTheRawResults(Tables tables) throws IOException {
        String folder = System.getProperty("fitact.docs." + tables.name().toLowerCase(Locale.ROOT));
        if (WRITE && folder != null) {
            take(tables.committed, ROOT.resolve(folder));
        }
        String document = Files.readString(tables.document);
        int[] place = tables.place(document);
        String made = tables.maker.tables(tables.committed);
        if (WRITE) {
            Files.writeString(tables.document, document.substring(0, place[0]) + made + document.substring(place[1]));
        } else {
            assertEquals(made, document.substring(place[0], place[1]), "tables of " + tables.document);
        }
    }

    /** Results without what depends on the machine and the hour: provenance, times, places. */
    private static void take(Path committed, Path folder) throws IOException {
        JsonNode results = JSON.readTree(folder.resolve(committed.getFileName()).toFile());
        strip(results);
        Files.createDirectories(committed.getParent());
        Files.writeString(committed, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n");
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

    /** Where every trial is kept: a change of how intervals are made leaves none behind. */
    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "cifar100", "bottleneck", "h100/cifar10"})
    void intervalsAreThoseOfTheTrialsBesideThem(String folder) throws IOException {
        for (NetworkResult network : CommittedResults.reproduction(RESULTS.resolve(folder + "/reproduction.json"))
                .networks()) {
            for (SchemeResult scheme : network.results().schemes()) {
                for (PointResult point : scheme.points()) {
                    Interval now = Range.ofTrials(scheme.faultFreeAccuracy())
                            .ofMean(network.accuracies(scheme.scheme(), point.rate()));
                    assertSame(now, point.ci95(), network.name() + " " + scheme.scheme() + " " + point.rate());
                }
            }
        }
    }

    private static void assertSame(Interval expected, Interval found, String what) {
        assertEquals(expected.low(), found.low(), 1e-9, what);
        assertEquals(expected.high(), found.high(), 1e-9, what);
    }

    /** The documents of whole reproductions, which the program wrote. */
    @ParameterizedTest
    @CsvSource({"cifar10, 8", "cifar100, 8", "bottleneck, 7", "h100/cifar10, 8"})
    void theProgramsOwnDocumentsAreWhatItWouldWriteNow(String folder, int least) throws IOException {
        Path file = RESULTS.resolve(folder).resolve("reproduction.md");
        ReproductionResults results = CommittedResults.reproduction(RESULTS.resolve(folder + "/reproduction.json"));
        String document = Files.readString(file);
        Map<String, String> expected = tables(Markdown.of(ReproductionDocument.of(results, Map.of())));
        Map<String, String> found = tables(document);
        if (WRITE) {
            for (Map.Entry<String, String> table : found.entrySet()) {
                document = document.replace(
                        table.getKey() + "\n\n" + table.getValue(),
                        table.getKey() + "\n\n" + expected.get(table.getKey()));
            }
            Files.writeString(file, document);
        } else {
            assertTrue(expected.size() >= least, expected.keySet().toString());
            assertEquals(expected, found, file.toString());
        }
    }

    /** By heading. */
    private static Map<String, String> tables(String markdown) {
        Map<String, String> tables = new LinkedHashMap<>();
        String heading = "";
        for (String block : markdown.split("\n\n")) {
            if (block.startsWith("## ")) {
                heading = block;
            } else if (block.startsWith("|")) {
                tables.put(heading, block.strip());
            }
        }
        return tables;
    }
}
