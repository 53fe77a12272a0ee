package org.fitact.reproduce.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.PictureFiles;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.AccuracyFigure;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pictures in the documents are what the program draws today of the raw results that lie in {@code docs/results}. With {@code
 * -Dfitact.docs=write} they are drawn anew. Those of single neurons ({@code fig2}, {@code fig2-all-layers}) need the networks, and those
 * of single trials the trials, which not every file of results has.
 */
class CommittedFiguresTest {

    private static final Path DOCUMENTS = Path.of("..", "..", "docs");
    private static final Path RESULTS = DOCUMENTS.resolve("results");

    /** Folders of reproductions. */
    static List<Path> reproductions() throws IOException {
        try (Stream<Path> files = Files.walk(RESULTS)) {
            return files.filter(file -> file.endsWith("reproduction.json"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("reproductions")
    void picturesOfReproductionsAreWhatIsDrawnNow(Path folder) throws IOException {
        List<Path> held = new ArrayList<>();
        for (Map.Entry<String, Figure> figure : figures(folder).entrySet()) {
            for (Path place : List.of(folder, folder.resolve("figures"))) {
                Path picture = place.resolve(figure.getKey() + ".png");
                if (Files.exists(picture)) {
                    PictureFiles.holds(picture, figure.getValue().png());
                    held.add(picture);
                }
            }
        }
        assertFalse(held.isEmpty(), folder + " has no picture that its results are enough for");
    }

    private static Map<String, Figure> figures(Path folder) throws IOException {
        ReproductionResults results = CommittedResults.reproduction(folder.resolve("reproduction.json"));
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            return ReproductionFigures.of(results, List.of(), backend);
        }
    }

    /** The paper's figures that need neither networks nor anything else that is not kept. */
    @Test
    void theResultsOnCifar10AreEnoughForThePapersFigures() throws IOException {
        assertTrue(figures(RESULTS.resolve("cifar10"))
                .keySet()
                .containsAll(List.of("fig1", "fig3", "fig5", "fig6", "overhead", "ablations-alexnet-cifar10")));
    }

    /** Of ten classes of clothes. */
    @Test
    void thePictureOfReadmeIsWhatIsDrawnNow() throws IOException {
        StudyResults demo = CommittedResults.study(RESULTS.resolve("demo/results.json"));
        List<String> schemes = demo.schemes().stream().map(SchemeResult::scheme).toList();
        Figure figure = new AccuracyFigure(demo, SchemeStyle.of(schemes), 0.1);
        PictureFiles.holds(DOCUMENTS.resolve("images/accuracy.png"), figure.png());
    }
}
