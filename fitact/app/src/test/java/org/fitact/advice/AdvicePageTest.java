package org.fitact.advice;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fitact.advice.Limits.Verdict;
import org.fitact.report.PageInBrowser;
import org.fitact.report.document.Html;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of an advice in a browser. */
@Tag("browser")
class AdvicePageTest {

    @TempDir
    private Path folder;

    @Test
    void fitsIntoEveryWindow() throws Exception {
        Assessment good = Synthetic.of("auto16", "fitact+guard", 0.9, 0.004, -0.49, 0.02);
        List<Assessment> all = new ArrayList<>(List.of(good));
        for (String format : List.of("Q15.16", "auto16", "bfloat16")) {
            for (String scheme : List.of("none", "ranger", "fitact+secded72", "fitact-guarded+secded72")) {
                double place = all.size() / 13.0;
                all.add(Synthetic.of(format, scheme, 0.2 + 0.6 * place, 0.05, 0.2 * place - 0.3, 0.1 * place));
            }
        }
        Advice advice = Synthetic.advice(good, null, Verdict.HOLDS, all);
        String page = Html.of(AdviceReport.document(advice, new AdviceFigures(advice).all()));
        try (PageInBrowser browser = new PageInBrowser(folder.resolve("profile"))) {
            browser.shows("advice", Files.writeString(folder.resolve("advice.html"), page));
        }
    }
}
