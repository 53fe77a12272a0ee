package org.fitact.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.report.TerminalTable;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyRecordTest {

    @TempDir
    private Path folder;

    /** A demo of the version before identities, its first four trials. */
    @Test
    void aStudyOfTheVersionBeforeIsReportedAsItWas() throws IOException {
        StudyFolder study = new StudyFolder(folder);
        try (InputStream old = StudyRecordTest.class.getResourceAsStream("version-1/trials.db")) {
            Files.copy(old, study.trials());
        }
        StudyRecord record = StudyRecord.read(study);
        assertEquals(
                List.of("none", "ranger", "clip-act", "fitrelu-naive", "fitact"),
                record.results().schemes().stream().map(SchemeResult::scheme).toList());
        SchemeResult none = record.results().scheme("none").orElseThrow();
        assertEquals(0.8785, none.faultFreeAccuracy());
        assertEquals(
                0.72125,
                record.results()
                        .scheme("fitact")
                        .orElseThrow()
                        .at(3e-5)
                        .orElseThrow()
                        .mean(),
                1e-12);
        PointResult allAlike = none.at(3e-6).orElseThrow();
        assertEquals(0.1, allAlike.mean(), 1e-12);
        assertEquals(0, allAlike.sd(), 1e-12);
        assertTrue(allAlike.ci95().halfWidth() > 0.1, "four trials that agree say little");
        String table = TerminalTable.of(record.results());
        assertFalse(table.contains("(10.0–10.0)"), table);
        try (var files = Files.list(folder)) {
            assertEquals(List.of(study.trials()), files.toList());
        }
    }
}
