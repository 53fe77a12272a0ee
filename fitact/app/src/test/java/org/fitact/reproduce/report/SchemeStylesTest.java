package org.fitact.reproduce.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemeStylesTest {

    /** Whoever else stands in a figure, a scheme looks the same in it. */
    @Test
    void aSchemeLooksTheSameInEveryFigure() throws IOException {
        ReproductionResults results =
                CommittedResults.reproduction(Path.of("..", "..", "docs", "results", "field", "reproduction.json"));
        SchemeStyles styles = SchemeStyles.of(results);
        List<String> ofField = List.copyOf(results.field().getFirst().costs().keySet());
        assertEquals(ofField, List.copyOf(styles.of(ofField).keySet()));
        String last = ofField.getLast();
        assertEquals(styles.of(ofField).get(last), styles.of(List.of(last)).get(last));
        assertEquals(styles.all().size(), new HashSet<>(styles.all().values()).size(), "two schemes look alike");
    }
}
