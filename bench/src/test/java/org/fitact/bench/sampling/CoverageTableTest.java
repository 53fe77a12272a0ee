package org.fitact.bench.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTableTest {

    private static final Path RESULTS = Path.of("../docs/results");

    @Test
    void theCommittedTableIsTheProgrammes() throws IOException {
        List<RecordedTrials> recorded = RecordedTrials.read(RESULTS.resolve("h100/cifar10/reproduction.json"));
        String page = Files.readString(RESULTS.resolve("coverage/coverage.md"));

        assertEquals(72, recorded.size());
        assertTrue(
                page.endsWith(CoverageTable.of(recorded, 0.02, 2000, 1).text()), "bench coverage prints another table");
    }

    @Test
    void refusesWhatNoReproductionWrote(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("r.json");
        Files.writeString(
                file,
                "{\"networks\": [{\"name\": \"a\", \"trials\": {\"none\": {\"1e-6\": [0.5, 7]}},"
                        + "\"results\": {\"schemes\": [{\"scheme\": \"none\", \"faultFreeAccuracy\": 0.9}]}}]}");
        var thrown = assertThrows(InvalidFileException.class, () -> RecordedTrials.read(file));
        assertEquals("networks[0].trials.none.1.0E-6", thrown.field());
        Files.writeString(file, "{}");
        assertThrows(InvalidFileException.class, () -> RecordedTrials.read(file));
    }
}
