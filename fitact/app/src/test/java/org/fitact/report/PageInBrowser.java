package org.fitact.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What holds for a page of every kind, in a browser; leaves pictures of it in {@code target/screenshots}. */
public final class PageInBrowser implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] WIDTHS = {1400, 800, 390};
    private static final int HEIGHT = 900;

    private static final String BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    /** What is cut off at a side of the window and cannot be scrolled to. */
    private static final String CUT = "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll')"
            + " && e.getClientRects().length && !e.closest('svg svg')).filter(e => { const r = e.getBoundingClientRect();"
            + " return r.left < -1 || r.right > innerWidth + 1; }).map(e => e.tagName + ' ' + e.textContent.slice(0, 60))";

    /** Titles of panels, and names of bars and rows, that run into each other or out of their figure. */
    private static final String COLLISIONS = "[...document.querySelectorAll('figure svg[role=img]')]"
            + ".filter(svg => svg.getClientRects().length).flatMap(svg => {"
            + " const frame = svg.getBoundingClientRect();"
            + " const all = [...svg.querySelectorAll('text')].map(e => ({ text: e.textContent, r: e.getBoundingClientRect(),"
            + " bold: e.hasAttribute('font-weight') }));"
            + " const out = all.filter(({ r }) => r.left < frame.left - 3 || r.right > frame.right + 20);"
            + " const bold = all.filter(({ bold }) => bold);"
            + " const met = bold.filter(a => all.some(b => a !== b && a.r.left < b.r.right - 1 && b.r.left < a.r.right - 1"
            + " && a.r.top < b.r.bottom - 2 && b.r.top < a.r.bottom - 2));"
            + " return [...out, ...met].map(({ text }) => svg.getAttribute('aria-label').split(';')[0] + ': ' + text); })";

    /** Names that stand in a column so narrow that they become a tower of words. */
    private static final String SQUEEZED = "[...document.querySelectorAll('tbody tr > :first-child')]"
            + ".filter(e => e.getClientRects().length && e.clientHeight > 7.5 * parseFloat(getComputedStyle(e).lineHeight))"
            + ".map(e => e.textContent)";

    /** Words of the title that lie under what switches between light and dark. */
    private static final String UNDER_THE_SWITCH = "(() => { const title = document.createRange();"
            + " title.selectNodeContents(document.querySelector('h1')); const theme = document.querySelector('.theme');"
            + " if (!theme) return []; const t = theme.getBoundingClientRect();"
            + " return [...title.getClientRects()].filter(r => r.left < t.right && t.left < r.right && r.top < t.bottom - 2"
            + " && t.top < r.bottom - 2).map(() => title.toString()); })()";

    /** Marks of Markdown, which a page has elements for. */
    private static final String MARKDOWN =
            "[...document.querySelectorAll('main p, figcaption')].map(e => e.textContent)"
                    + ".filter(text => /[*`]\\p{L}[^*`]*[*`]/u.test(text))";

    private final Chromium browser;

    /** Opens the browser; skips the test where there is none. */
    public PageInBrowser(Path profile) throws Exception {
        browser = new Chromium(Chromium.onPath(), Files.createDirectories(profile));
        Files.createDirectories(PICTURES);
    }

    /** Holds a page to it: at no width is anything beyond the window, nothing collides, no script fails. */
    public void shows(String name, Path page) throws Exception {
        for (int width : WIDTHS) {
            open(page, width, "screen", "light");
            holds(name + " at " + width);
            picture(name + "-" + width + "-light");
        }
        assertEquals(List.of(), browser.complaints(), name);
    }

    /** The same, with pictures of the page in the dark and on paper. */
    public void showsInEveryWay(String name, Path page) throws Exception {
        shows(name, page);
        for (int width : WIDTHS) {
            open(page, width, "screen", "dark");
            picture(name + "-" + width + "-dark");
            open(page, width, "print", "light");
            picture(name + "-" + width + "-print");
        }
        assertEquals(List.of(), browser.complaints(), name);
    }

    private void open(Path page, int width, String medium, String theme) throws Exception {
        browser.show(medium, theme);
        browser.open(page, width, HEIGHT);
    }

    private void holds(String what) throws Exception {
        assertEquals(0, browser.value(BEYOND).asInt(), what + ": pixels beyond the window");
        assertEquals(List.of(), strings(CUT), what + ": cut off");
        assertEquals(List.of(), strings(COLLISIONS), what + ": in each other's way");
        assertEquals(List.of(), strings(SQUEEZED), what + ": squeezed");
        assertEquals(List.of(), strings(UNDER_THE_SWITCH), what + ": a title that runs under the switch");
        assertEquals(List.of(), strings(MARKDOWN), what + ": Markdown on a page");
        assertFalse(browser.text("document.title").isBlank(), what + ": no title");
        assertEquals(
                List.of(),
                strings(
                        "[...document.querySelectorAll('.provenance')].filter(e => !e.closest('details')).map(e => e.textContent)"),
                what + ": provenance that is not folded away");
        assertEquals(
                List.of(),
                strings(
                        "[...document.querySelectorAll('table')].filter(t => t.tHead && (!t.tHead.querySelector('button')"
                                + " || !t.closest('.scroll').nextElementSibling.matches('.tools'))).map(t => t.textContent.slice(0, 60))"),
                what + ": tables that are not sorted or copied");
    }

    private List<?> strings(String expression) throws Exception {
        JsonNode found = browser.value(expression);
        return JSON.convertValue(found, List.class);
    }

    private void picture(String name) throws Exception {
        Files.write(PICTURES.resolve(name + ".png"), browser.screenshot());
    }

    @Override
    public void close() {
        browser.close();
    }
}
