package org.fitact.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, by {@code ./mvnw verify -P browser}: what its script does, and what fits into a narrow window. */
@Tag("browser")
class BrowserTest {

    @TempDir
    private static Path folder;

    /** Pixels of the page that are not in the window. */
    private static final String BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path page;
    private static Chromium browser;

    @BeforeAll
    static void openBrowser() throws Exception {
        Path program = Chromium.onPath();
        page = ReportWriter.write(folder, SyntheticReport.trained()).getLast();
        browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
        browser.call(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.call("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    @AfterAll
    static void closeBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() throws Exception {
        browser.open(page, 1400, 900);
    }

    @AfterEach
    void nothingWentWrong() {
        assertEquals(List.of(), browser.complaints());
    }

    private static int count(String selector) throws Exception {
        return browser.value("[...document.querySelectorAll(\"" + selector
                        + "\")].filter(e => e.getClientRects().length).length")
                .asInt();
    }

    @Test
    void aPointTellsWhatItIsWhereTheMouseIsAndWhereTheKeysAre() throws Exception {
        assertEquals(0, count(".tip"));
        browser.mouse("figure [data-scheme=fitact][data-rate='3×10⁻⁶'][data-facts]", false);
        String told = browser.text("document.querySelector('.tip').innerText");
        assertTrue(told.startsWith("fitact\nrate 3×10⁻⁶\nmean "), told);
        assertTrue(told.contains("\n40 trials of 500 images\n"), told);
        String stroke = "getComputedStyle(document.querySelector('.told [data-at] > :last-child')).stroke";
        assertEquals(
                browser.text("getComputedStyle(document.body).color"), browser.text(stroke), "the mark is not set off");
        browser.mouse("h1", false);
        assertEquals(0, count(".tip"));
        browser.value("document.querySelector('figure svg[tabindex]').focus()");
        browser.key("ArrowRight");
        String first = browser.text("document.querySelector('.tip').innerText");
        browser.key("ArrowRight");
        String second = browser.text("document.querySelector('.tip').innerText");
        assertFalse(first.isBlank() || second.equals(first), first);
        browser.key("Escape");
        assertEquals(0, count(".tip"));
    }

    @Test
    void schemesAndRatesAreLeftOut() throws Exception {
        String corners = "document.querySelector('[data-corners][data-scheme=none] path').getAttribute('d')"
                + ".split('L').length";
        assertTrue(count("figure [data-scheme=fitact]") > 10);
        int whole = browser.value(corners).asInt();
        browser.mouse("input[value=fitact]", true);
        assertEquals(0, count("[data-scheme=fitact]"));
        assertEquals(0, count("[data-other=fitact]"));
        assertTrue(count("[data-scheme=fitact-hard]") > 10);
        browser.value("document.querySelector(\"input[value='10⁻⁵']\").focus()");
        browser.call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", " ", "code", "Space", "text", " "));
        browser.call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", " ", "code", "Space"));
        assertEquals(0, count("[data-rate='10⁻⁵']"));
        assertEquals(whole - 2, browser.value(corners).asInt(), "above and below the band");
        browser.mouse("input[value=fitact]", true);
        assertTrue(count("figure [data-scheme=fitact]") > 10);
    }

    private static final String TABLE =
            "[...document.querySelectorAll('table')].find(t => t.innerText.startsWith('scheme\\tno faults'))";

    private static List<String> column(int column) throws Exception {
        return List.of(browser.text("[..." + TABLE + ".tBodies[0].rows].map(r => r.cells[" + column
                        + "].innerText.split(' ')[0]).join(' ')")
                .split(" "));
    }

    @Test
    void tablesAreSortedByAClickAndBackAgain() throws Exception {
        List<String> before = column(7);
        String press = TABLE + ".tHead.rows[0].cells[7].querySelector('button').click()";
        browser.value(press);
        List<String> up = column(7);
        assertEquals(
                up.stream()
                        .sorted((a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)))
                        .toList(),
                up);
        assertEquals("ascending", browser.text(TABLE + ".tHead.rows[0].cells[7].ariaSort"));
        browser.value(press);
        assertEquals(up.reversed(), column(7));
        browser.value(press);
        assertEquals(before, column(7));
    }

    private static String copied(String format) throws Exception {
        browser.value(
                TABLE + ".closest('.scroll').nextElementSibling.querySelector('[aria-label$=" + format + "]').click()");
        return browser.text("new Promise(done => setTimeout(done, 200)).then(() => navigator.clipboard.readText())");
    }

    @Test
    void tablesAreCopiedAsText() throws Exception {
        browser.mouse("input[value='10⁻⁷']", true);
        String csv = copied("CSV");
        assertTrue(csv.startsWith("scheme,no faults,3×10⁻⁷,10⁻⁶,3×10⁻⁶,10⁻⁵,3×10⁻⁵\nnone,91.4,"), csv);
        assertEquals(9, csv.lines().count(), csv);
        String markdown = copied("Markdown");
        assertTrue(markdown.contains("\n|---|---:|---:|---:|---:|---:|---:|\n| none | 91.4 |"), markdown);
        assertTrue(markdown.contains(" **"), markdown);
        String latex = copied("LaTeX");
        assertTrue(
                latex.startsWith("\\begin{tabular}{lrrrrrr}\n\\toprule\nscheme & no faults & 3$\\times$10$^{-7}$ & "),
                latex);
        assertTrue(latex.contains("\\textbf{") && latex.endsWith(" \\\\\n\\bottomrule\n\\end{tabular}\n"), latex);
    }

    private static final String ACCURACY = "document.querySelector('figure[data-name=accuracy]')";
    private static final String PLOT = ACCURACY + ".querySelector('.wide [data-plot]')";

    private static String seen() throws Exception {
        return browser.text(ACCURACY + ".querySelector('.zoom [role=status]').textContent");
    }

    /** Where a corner of the plot is in the window, once it is there. */
    private static double[] corner(int x, int y) throws Exception {
        JsonNode at = browser.value("(() => { const svg = " + PLOT
                + ".ownerSVGElement; svg.scrollIntoView({block: 'center'});" + " const p = new DOMPoint(" + x + ", " + y
                + ").matrixTransform(svg.getScreenCTM()); return [p.x, p.y]; })()");
        return new double[] {at.get(0).asDouble(), at.get(1).asDouble()};
    }

    private static String drawn() throws Exception {
        return browser.text(
                "[...document.querySelectorAll('figure[data-name=accuracy] .wide svg [data-scheme=none] path')]"
                        + ".map(p => p.getAttribute('d')).join(' ')");
    }

    @Test
    void aFrameIsZoomedInto() throws Exception {
        String before = drawn();
        int marks = count("figure[data-name=accuracy] .wide [data-at]");
        double[] from = corner(400, 100);
        double[] to = corner(600, 300);
        browser.drag(from[0], from[1], to[0], to[1]);
        assertTrue(seen().matches("x 10⁻⁶ to [\\d.]+×10⁻⁶, y [\\d.]+ to [\\d.]+"), seen());
        assertFalse(drawn().equals(before), "lines have not moved");
        Path saved = folder.resolve("accuracy.svg");
        Files.deleteIfExists(saved);
        browser.mouse("figure[data-name=accuracy] [aria-label$=SVG]", true);
        Chromium.await(saved.toString(), () -> Files.exists(saved));
        assertTrue(Files.readString(saved).contains("overflow=\"hidden\""), "what is saved is not what is seen");
        Files.delete(saved);
        assertTrue(count("figure[data-name=accuracy] .wide [data-at]") < marks, "all marks are still there");
        assertEquals(
                List.of(),
                JSON.convertValue(
                        browser.value(
                                "(() => { const box = " + PLOT + ".ownerSVGElement.getBoundingClientRect();"
                                        + " return [..." + PLOT
                                        + ".querySelectorAll('[data-at]')].map(e => e.getBoundingClientRect())"
                                        + ".filter(r => r.width && (r.left < box.left || r.right > box.right)).length ? ['beyond'] : []; })()"),
                        List.class));
        browser.mouse("input[value='10⁻⁵']", true);
        browser.mouse("input[value='10⁻⁵']", true);
        assertFalse(seen().isEmpty(), "leaving out a rate zooms out");
        browser.mouse("figure[data-name=accuracy] [aria-label^='Show all']", true);
        assertEquals("", seen());
        assertEquals(before, drawn());
        assertEquals(marks, count("figure[data-name=accuracy] .wide [data-at]"));
    }

    @Test
    void keysAndButtonsZoom() throws Exception {
        String before = drawn();
        browser.value("document.querySelector('figure[data-name=accuracy] .wide svg').focus()");
        browser.key("ArrowRight");
        String point = browser.text("document.querySelector('.told').dataset.facts");
        browser.key("+");
        String about = seen();
        assertFalse(about.isEmpty());
        assertEquals(point, browser.text("document.querySelector('.told').dataset.facts"));
        browser.key("ArrowLeft", true);
        browser.key("ArrowDown", true);
        browser.key("-");
        browser.key("0");
        assertEquals("", seen());
        browser.mouse("figure[data-name=accuracy] [aria-label='Zoom in']", true);
        String in = seen();
        browser.mouse("figure[data-name=accuracy] [aria-label='Move up']", true);
        assertFalse(seen().equals(in), in);
        browser.mouse("figure[data-name=accuracy] [aria-label='Zoom out']", true);
        assertEquals("", seen());
        assertEquals(before, drawn());
    }

    @Test
    void anAxisOfRatesIsLinearToo() throws Exception {
        String linear = "figure[data-name=accuracy] [aria-label='Linear x axis']";
        String before = drawn();
        browser.mouse(linear, true);
        assertEquals("true", browser.text("document.querySelector(\"" + linear + "\").ariaPressed"));
        assertTrue(browser.text(PLOT + ".textContent").contains("1.5×10⁻⁵"), browser.text(PLOT + ".textContent"));
        browser.mouse(linear, true);
        browser.mouse("figure[data-name=accuracy] [aria-label='Logarithmic y axis']", true);
        assertTrue(seen().startsWith("x "), seen());
        browser.mouse("figure[data-name=accuracy] [aria-label^='Show all']", true);
        assertEquals(before, drawn());
    }

    @Test
    void aReaderChoosesLightOrDark() throws Exception {
        String paper = "getComputedStyle(document.body).backgroundColor";
        String before = browser.text(paper);
        browser.mouse(".theme", true);
        assertFalse(browser.text(paper).equals(before), before);
        browser.mouse(".theme", true);
        assertEquals(before, browser.text(paper));
    }

    /** Of a telephone: nothing but tables is wider, and these scroll by themselves. */
    @Test
    void aNarrowWindowShowsAllOfIt() throws Exception {
        browser.open(page, 390, 844);
        assertEquals(0, browser.value(BEYOND).asInt());
        assertEquals(
                List.of(),
                JSON.convertValue(
                        browser.value("[...document.querySelectorAll('figure svg text')].filter(e => { const r ="
                                + " e.getBoundingClientRect(); return r.width && (r.left < 0 || r.right > 390); })"
                                + ".map(e => e.textContent)"),
                        List.class));
        assertEquals(1, count("figure[data-name=accuracy] svg[role=img]"));
        assertFalse(browser.value("document.querySelector('.provenance').closest('details').open")
                .asBoolean(true));
        browser.mouse("figure[data-name=accuracy] .narrow [data-scheme=fitact][data-rate='10⁻⁵'][data-facts]", false);
        assertEquals(1, count(".tip"));
        assertEquals(0, browser.value(BEYOND).asInt(), "with a tip");
    }

    @Test
    void figuresAreSaved() throws Exception {
        browser.mouse("input[value=tanh]", true);
        for (String format : List.of("SVG", "PNG")) {
            browser.mouse("figure[data-name=accuracy] [aria-label$=" + format + "]", true);
            Path file = folder.resolve("accuracy." + format.toLowerCase(Locale.ROOT));
            Chromium.await(file.toString(), () -> Files.exists(file));
        }
        String svg = Files.readString(folder.resolve("accuracy.svg"));
        assertTrue(svg.startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\""), svg.substring(0, 100));
        assertTrue(svg.contains(">fitact-hard</text>") && !svg.contains(">tanh</text>"), "what is left out");
        assertEquals(1760, ImageIO.read(folder.resolve("accuracy.png").toFile()).getWidth());
    }
}
