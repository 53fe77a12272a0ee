package org.fitact.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.report.serve.LiveReport;
import org.fitact.report.serve.LiveStudy;
import org.fitact.report.serve.ReportServer;
import org.fitact.study.StudyFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a campaign at work in a browser: it follows, and stays as its reader has made it. */
@Tag("browser")
class LivePageTest {

    private static final String DETAILS = "document.querySelectorAll('figure[data-name=accuracy] details')[0]";
    private static final String SORT = "document.querySelector('.provenance, table').tHead.rows[0].cells[1]";

    /** As a reader who stops following, and goes on. */
    private static final String ASK = "for (let i = 0; i < 2; i++) document.querySelector('.live input').click()";

    @TempDir
    private Path folder;

    private static void progress(Chromium browser, String begin) throws Exception {
        browser.value(ASK);
        for (int i = 0; i < 200 && !progress(browser).startsWith(begin); i++) {
            Thread.sleep(50);
        }
        assertTrue(progress(browser).startsWith(begin), progress(browser));
    }

    private static String progress(Chromium browser) throws Exception {
        return browser.text("document.querySelector('.progress').textContent");
    }

    @Test
    void followsAndKeepsWhatAReaderHasDone() throws Exception {
        Path program = Chromium.onPath();
        try (LiveStudy study = new LiveStudy(folder);
                Chromium browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
                ReportServer server = new ReportServer(new LiveReport(new StudyFolder(folder), 0), 0)) {
            browser.open(server.address(), 1400, 900);
            assertEquals(
                    0,
                    browser.value("document.querySelectorAll('figure svg').length")
                            .asInt());
            study.trial(0);
            study.trial(1);
            progress(browser, "8 trials");
            browser.mouse("input[value=none]", true);
            browser.mouse("figure[data-name=accuracy] [aria-label='Zoom in']", true);
            String seen = "document.querySelector('figure[data-name=accuracy] .zoom [role=status]').textContent";
            String zoomed = browser.text(seen);
            assertTrue(zoomed.startsWith("x "), zoomed);
            browser.value(DETAILS + ".open = true");
            browser.value(SORT + ".querySelector('button').click()");
            browser.value(SORT + ".querySelector('button').click()");
            browser.value(SORT + ".querySelector('button').focus({preventScroll: true})");
            browser.value(DETAILS + ".scrollIntoView()");
            String place = "Math.round(" + DETAILS + ".getBoundingClientRect().top)";
            int before = browser.value(place).asInt();
            browser.value("window.gone = " + DETAILS);
            study.trial(2);
            progress(browser, "12 trials");
            assertTrue(browser.value("!gone.isConnected").asBoolean(), "a new page");
            assertFalse(browser.value("document.querySelector('input[value=none]').checked")
                    .asBoolean(true));
            assertEquals(
                    0,
                    browser.value("[...document.querySelectorAll('figure [data-scheme=none]')]"
                                    + ".filter(e => e.getClientRects().length).length")
                            .asInt());
            assertEquals(zoomed, browser.text(seen));
            assertTrue(browser.value(DETAILS + ".open").asBoolean());
            assertEquals("descending", browser.text(SORT + ".ariaSort"));
            assertTrue(browser.value("document.activeElement === " + SORT + ".querySelector('button')")
                    .asBoolean());
            assertEquals(before, browser.value(place).asInt());
            assertEquals(
                    1,
                    browser.value("document.querySelectorAll('.theme').length").asInt());
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void saysThatItIsNoLongerServed() throws Exception {
        Path program = Chromium.onPath();
        try (LiveStudy study = new LiveStudy(folder);
                Chromium browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")))) {
            study.trial(0);
            ReportServer server = new ReportServer(new LiveReport(new StudyFolder(folder), 0), 0);
            browser.open(server.address(), 390, 844);
            assertEquals(
                    0,
                    browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                            .asInt());
            server.close();
            browser.value(ASK);
            String status = "document.querySelector('.live [role=status]').textContent";
            for (int i = 0; i < 200 && browser.text(status).isEmpty(); i++) {
                Thread.sleep(50);
            }
            assertEquals("No longer served: this is what was last seen.", browser.text(status));
        }
    }
}
