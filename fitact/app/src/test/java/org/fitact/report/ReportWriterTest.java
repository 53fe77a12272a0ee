package org.fitact.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.nn.InvalidFileException;
import org.fitact.results.Examples;
import org.fitact.results.ResultsBuilder;
import org.fitact.results.ResultsJson;
import org.fitact.results.StudyDescription;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;
import org.fitact.store.TrialStore;
import org.fitact.study.StudyDocument;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {

    @TempDir
    private Path folder;

    private String page(StudyRecord record) throws IOException {
        return Files.readString(ReportWriter.write(folder, record).getLast());
    }

    @Test
    void writesThePageItsFiguresAndTheNumbersAndNothingElse() throws IOException {
        StudyRecord record = SyntheticReport.study(1, SyntheticReport.CLASSES);
        List<Path> written = ReportWriter.write(folder, record);
        Set<String> expected = Set.of(
                "results.json",
                "trials.csv",
                "report.html",
                "figures/accuracy.png",
                "figures/front.png",
                "figures/trials.png",
                "figures/maxima.png",
                "figures/bounds-fitact.png",
                "figures/examples.png");
        try (var files = Files.walk(folder).filter(Files::isRegularFile)) {
            Set<String> found = new HashSet<>();
            files.forEach(file -> found.add(folder.relativize(file).toString().replace('\\', '/')));
            assertEquals(expected, found);
        }
        assertEquals(expected.size(), written.size());
        assertEquals(ResultsJson.write(record.results()), Files.readString(folder.resolve("results.json")));
    }

    @Test
    void aTrainingThatIsKnownIsShown() throws IOException {
        String html = page(SyntheticReport.trained());
        assertTrue(html.contains("<title>epoch 1 · loss 1.20 · held-out accuracy 61.00 % · 6.5 s</title>"), html);
        assertFalse(html.substring(0, html.indexOf("<script>")).contains("NaN"));
        assertEquals(
                List.of(
                        "epoch,loss,heldOutAccuracy,seconds",
                        "1,1.2,0.61,6.5",
                        "2,0.6,0.79,6.25",
                        "3,0.45,0.84,6.25",
                        "4,0.38,0.87,6.5",
                        "5,NaN,0.88,6.0"),
                Files.readAllLines(folder.resolve("training.csv")));
        assertTrue(Files.exists(folder.resolve("figures/training.png")));
    }

    @Test
    void figuresAreImagesWithSomethingOnThem() throws IOException {
        for (Path file : ReportWriter.write(folder, SyntheticReport.study(1, SyntheticReport.CLASSES))) {
            if (file.toString().endsWith(".png")) {
                BufferedImage image = ImageIO.read(file.toFile());
                assertTrue(image.getWidth() >= 1600, file + " is " + image.getWidth() + " wide");
                int ink = 0;
                Set<Integer> colours = new HashSet<>();
                for (int pixel : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
                    ink += pixel == 0xffffffff ? 0 : 1;
                    colours.add(pixel);
                }
                assertTrue(ink > image.getWidth() * image.getHeight() / 50, file + " is nearly blank");
                assertTrue(colours.size() > 50, file + " has only " + colours.size() + " colours");
            }
        }
    }

    @Test
    void theSameInputsGiveTheSameBytes() throws IOException {
        List<Path> first = ReportWriter.write(folder.resolve("a"), SyntheticReport.study(3, SyntheticReport.CLASSES));
        List<Path> second = ReportWriter.write(folder.resolve("b"), SyntheticReport.study(3, SyntheticReport.CLASSES));
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(
                    Files.readAllBytes(first.get(i)),
                    Files.readAllBytes(second.get(i)),
                    first.get(i).toString());
        }
    }

    @Test
    void thePageLoadsNothing() throws IOException {
        String html = page(SyntheticReport.study(1, SyntheticReport.CLASSES));
        assertFalse(
                html.contains("http:") || html.contains("https:") || html.contains("://"), "an address in the page");
        assertFalse(html.contains("<link") || html.contains("@import"), "loads something");
        Matcher references = Pattern.compile("(?:src|href)=\"([^\"]{0,22})").matcher(html);
        int count = 0;
        while (references.find()) {
            assertEquals("data:image/png;base64,", references.group(1));
            count++;
        }
        assertEquals(12, count);
        assertFalse(Pattern.compile("url\\(").matcher(html).find(), "a resource in the style sheet");
    }

    private static List<String> scripts(String html) {
        return Pattern.compile("(?s)<script>(.*?)</script>")
                .matcher(html)
                .results()
                .map(script -> script.group(1))
                .toList();
    }

    /** So that markup which should have slipped in would be dead all the same. */
    @Test
    void noScriptButThePagesOwnIsAllowedToRun() throws Exception {
        String html = page(SyntheticReport.study(1, SyntheticReport.CLASSES));
        StringBuilder allowed = new StringBuilder("script-src");
        for (String script : scripts(html)) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            allowed.append(" 'sha256-")
                    .append(Base64.getEncoder().encodeToString(hash))
                    .append('\'');
            assertTrue(script.lines().count() <= 300, script.lines().count() + " lines");
        }
        assertTrue(html.contains(allowed + "\""), "expected " + allowed);
    }

    @Test
    void aPointTellsWhatItIs() throws IOException {
        StudyRecord record = SyntheticReport.study(1, SyntheticReport.CLASSES);
        String html = page(record);
        String told =
                Pattern.quote("<g data-scheme=\"fitact\" data-rate=\"3×10⁻⁵\"><title>fitact · rate 3×10⁻⁵ · mean ")
                        + "[\\d.]+ %, 95 % interval \\([\\d.]+–[\\d.]+\\) · 40 trials of 500 images · median [\\d.]+, quartiles [\\d.]+ and "
                        + "[\\d.]+ · 1,102 flipped bits on average</title>";
        assertEquals(
                4,
                Pattern.compile(told).matcher(html).results().count(),
                "in the curve and at the box, wide and narrow");
        assertTrue(html.contains("<tr data-scheme=\"fitact\"><th>"), "no row of its own");
        assertTrue(
                html.contains("<input type=\"checkbox\" checked autocomplete=\"off\" name=\"rate\" value=\"3×10⁻⁵\">"));
    }

    @Test
    void everyFigureHasItsNumbers() throws IOException {
        String html = page(SyntheticReport.study(1, SyntheticReport.CLASSES));
        Matcher figures = Pattern.compile("(?s)<figure data-name=\"([a-z-]+)\">(.*?)</figure>")
                .matcher(html);
        Set<String> without = new HashSet<>();
        while (figures.find()) {
            if (!figures.group(2).contains("<details class=\"numbers\">")) {
                without.add(figures.group(1));
            }
        }
        // Of pictures, whose classes stand beside them.
        assertEquals(Set.of("examples"), without);
    }

    @Test
    void namesCannotBreakOutOfThePage() throws IOException {
        List<String> hostile = new ArrayList<>(SyntheticReport.CLASSES);
        hostile.set(0, "<script>alert('x')</script>");
        hostile.set(1, "\" onerror=\"alert(1)");
        hostile.set(2, "\u202eטקסט & 猫");
        StudyRecord plain = SyntheticReport.study(1, hostile);
        StudyRecord record = new StudyRecord(
                new ResultsBuilder(
                                new StudyDescription("</title><script>", "<u>&", 1, 1, List.of("none", "fitact")),
                                new Bootstrap(100, 1))
                        .build(
                                plain.trials(),
                                JsonNodeFactory.instance.objectNode().put("<i>", "</table><script>")),
                plain.trials(),
                plain.layers(),
                plain.examples(),
                plain.training());
        String html = page(record);
        assertEquals(scripts(page(plain)), scripts(html), "a script element but the page's own");
        assertEquals(
                scripts(html).size(),
                Pattern.compile("<script").matcher(html).results().count());
        assertFalse(html.contains("\" onerror=\""), "an attribute broke out");
        assertFalse(html.contains("<i>") || html.contains("<u>&"), "markup from a name");
        assertTrue(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
        assertTrue(html.contains("&lt;/table&gt;&lt;script&gt;"));
    }

    @Test
    void elementsAreBalanced() throws IOException {
        String html = page(SyntheticReport.study(1, SyntheticReport.CLASSES));
        for (String element :
                List.of("svg", "text", "figure", "table", "tr", "td", "th", "div", "ul", "li", "h2", "p")) {
            assertEquals(
                    Pattern.compile("<" + element + "[ >]")
                            .matcher(html)
                            .results()
                            .count(),
                    Pattern.compile("</" + element + ">")
                            .matcher(html)
                            .results()
                            .count(),
                    element);
        }
    }

    @Test
    void aReportCanBeRemadeFromTheStoreAlone() throws IOException {
        StudyRecord record = SyntheticReport.study(1, SyntheticReport.CLASSES);
        Path path = new StudyFolder(folder).trials();
        ObjectMapper json = new ObjectMapper();
        var study = json.createObjectNode().put("model", "vgg-small").put("dataset", "fashion-mnist-small");
        study.put("parameters", 1_147_466).put("bounds", 30_976).put("seed", 1);
        study.set("schemes", json.valueToTree(SyntheticReport.SCHEMES));
        try (TrialStore store = TrialStore.openOrCreate(path, study)) {
            record.results().schemes().forEach(scheme -> copy(record.trials(), scheme.scheme(), store));
            StudyDocument.NEURONS.put(store, record.layers());
            StudyDocument.EXAMPLES.put(store, record.examples());
            store.putDocument(TrialStore.PROVENANCE, record.results().provenance());
        }
        StudyFolder of = new StudyFolder(folder);
        assertEquals(page(record), page(StudyRecord.read(of)));
        try (TrialStore store = TrialStore.openOrCreate(path, study)) {
            store.putDocument(TrialStore.EXAMPLES, json.createArrayNode().add(1));
        }
        var thrown = assertThrows(InvalidFileException.class, () -> StudyRecord.read(of));
        assertTrue(thrown.getMessage().startsWith(path + ": document \"examples\" is "), thrown.getMessage());
    }

    private static void copy(TrialTable trials, String scheme, TrialStore store) {
        store.put(TrialKey.faultFree(scheme), trials.outcomes(scheme, 0).get(0));
        for (double rate : trials.rates(scheme)) {
            trials.outcomes(scheme, rate)
                    .forEach((trial, outcome) -> store.put(new TrialKey(scheme, rate, trial), outcome));
        }
    }

    @Test
    void oneTrialOfOneSchemeIsAReportToo() throws IOException {
        TrialTable trials = TrialTable.of(Map.of(new TrialKey("mine", 1e-5, 0), new TrialOutcome(3, 40, 100, 0.1)));
        StudyRecord record = new StudyRecord(
                new ResultsBuilder(new StudyDescription("m", "d", 1, 1, List.of("mine")), new Bootstrap(100, 1))
                        .build(trials, JsonNodeFactory.instance.objectNode()),
                trials,
                List.of(),
                Examples.NONE,
                List.of());
        String html = page(record);
        assertTrue(
                html.contains(
                        "mine keeps 40.0\u00a0% at a bit error rate of 10⁻⁵: 3.00 flipped bits on average, 1 trial."),
                html);
        assertFalse(html.substring(0, html.indexOf("<script>")).contains("NaN"));
        assertTrue(TerminalTable.of(record.results()).contains("mine            –  40.0"));
    }

    /** Two schemes at five rates, twenty thousand trials each: 20 MB and a minute, if each were drawn and resampled. */
    @Test
    @Timeout(30)
    void manyTrialsGiveAPageOfFiveMegabytesAtMost() throws IOException {
        List<String> schemes = List.of("none", "fitact");
        List<Double> rates = List.of(1e-7, 1e-6, 3e-6, 1e-5, 3e-5);
        int trials = 20_000;
        Map<TrialKey, TrialOutcome> outcomes = HashMap.newHashMap(schemes.size() * rates.size() * trials);
        for (String scheme : schemes) {
            for (double rate : rates) {
                for (int trial = 0; trial < trials; trial++) {
                    int correct = (int) (trial * 2_654_435_761L % 200 + 200) % 200;
                    outcomes.put(new TrialKey(scheme, rate, trial), new TrialOutcome(1, correct, 200, 0.1));
                }
            }
        }
        TrialTable table = TrialTable.of(outcomes);
        StudyRecord record = new StudyRecord(
                new ResultsBuilder(new StudyDescription("m", "d", 1, 1, schemes), new Bootstrap(2000, 1))
                        .build(table, JsonNodeFactory.instance.objectNode()),
                table,
                List.of(),
                Examples.NONE,
                List.of());
        String html = page(record);
        assertTrue(html.length() < 5_000_000, html.length() + " characters");
        assertTrue(html.contains("more than 1,500 trials (up to 20,000 here)"));
        assertTrue(Files.size(folder.resolve("results.json")) < 100_000);
    }

    @Test
    void noTrialAtAllIsSaid() throws IOException {
        TrialTable none = TrialTable.of(Map.of());
        StudyRecord record = new StudyRecord(
                new ResultsBuilder(new StudyDescription("m", "d", 1, 1, List.of("none")), new Bootstrap(100, 1))
                        .build(none, JsonNodeFactory.instance.objectNode()),
                none,
                List.of(),
                Examples.NONE,
                List.of());
        assertTrue(page(record).contains("No trial has been run yet"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        StudyRecord record = SyntheticReport.study(1, SyntheticReport.CLASSES);
        var thrown = assertThrows(IOException.class, () -> ReportWriter.write(file, record));
        assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
    }
}
