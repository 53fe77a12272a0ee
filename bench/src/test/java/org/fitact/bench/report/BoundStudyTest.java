package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.InProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From training to the report, on a small network and embedded images. */
class BoundStudyTest {

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    @Test
    void comparesFormatsOnTheSameFaultsAndGoesOnWhereItWas() throws Exception {
        String study = folder.resolve("study").toString();
        String results = folder.resolve("bounds").toString();
        program.done("train", "--model", "lenet5", "--data", "fashion-mnist-small", "--epochs", "1", "--out", study);
        program.done("harden", study, "--schemes", "fitrelu-naive");
        Object[] bounds = {
            "bench",
            "bounds",
            study,
            "--scheme",
            "fitrelu-naive",
            "--formats",
            "Q15.16,Q7.8,Q3.4",
            "--rates",
            "1e-6,1e-4",
            "--trials",
            "4",
            "--images",
            "40",
            "--out",
            results
        };
        program.done(bounds);
        String first = Files.readString(folder.resolve("bounds/bounds.md"));
        List<String> memory = first.lines()
                .filter(line -> line.matches("\\| Q[^|]*\\| [0-9,]+ \\| [0-9,]+ \\|.*"))
                .toList();
        assertEquals(3, memory.size(), first);
        long[] bytes = memory.stream()
                .mapToLong(line -> Long.parseLong(line.split("\\|")[2].strip().replace(",", "")))
                .toArray();
        assertEquals(bytes[0], 2 * bytes[1]);
        assertEquals(bytes[0], 4 * bytes[2]);
        assertTrue(first.contains("## Paired differences"), first);
        program.done(bounds);
        String resumed = Files.readString(folder.resolve("bounds/bounds.md"));
        assertEquals(numbers(first), numbers(resumed));
    }

    private static String numbers(String report) {
        return report.substring(0, report.indexOf("## Where these numbers come from"));
    }
}
