package org.fitact.reproduce.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.report.PageInBrowser;
import org.fitact.report.document.Html;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of reproductions whose results lie in the repository, in a browser. */
@Tag("browser")
class ReproductionPageTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "field", "widths", "memory"})
    void fitsIntoEveryWindow(String name) throws Exception {
        ReproductionResults results =
                CommittedResults.reproduction(Path.of("..", "..", "docs", "results", name, "reproduction.json"));
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                PageInBrowser browser = new PageInBrowser(folder.resolve("profile"))) {
            String page =
                    Html.of(ReproductionDocument.of(results, ReproductionFigures.of(results, List.of(), backend)));
            browser.shows("reproduction-" + name, Files.writeString(folder.resolve("reproduction.html"), page));
        }
    }
}
