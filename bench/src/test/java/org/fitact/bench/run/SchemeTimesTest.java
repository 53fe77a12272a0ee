package org.fitact.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.fitact.bench.InferenceBenchmark;
import org.junit.jupiter.api.Test;

class SchemeTimesTest {

    @Test
    void aFileOfResultsShowsNoFolderOfTheMachine() {
        Map<String, String> given =
                Map.of("batch", "16", "study", "/home/somebody/runs/alexnet", "dataDir", "/home/data");
        assertEquals(Map.of("batch", "16", "study", "alexnet"), SchemeTimes.shareable(given));
        assertEquals(
                Map.of("study", "alexnet"),
                SchemeTimes.shareable(Map.of("study", "runs/cpu/../alexnet/.", "dataDir", "data")));
    }

    /** So that they compare with files that were written before there was a choice. */
    @Test
    void randomWeightsAreNoStudy() {
        Map<String, String> given = Map.of("batch", "1", "study", InferenceBenchmark.RANDOM, "dataDir", "data");
        assertEquals(Map.of("batch", "1"), SchemeTimes.shareable(given));
    }
}
