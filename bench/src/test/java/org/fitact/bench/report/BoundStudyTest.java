package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From training to the report, on a small network and embedded images. */
class BoundStudyTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private void fitact(String... args) {
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        assertEquals(0, code, err.toString());
    }

    @Test
    void comparesFormatsOnTheSameFaultsAndGoesOnWhereItWas() throws Exception {
        String study = folder.resolve("study").toString();
        String results = folder.resolve("bounds").toString();
        fitact("train", "--model", "lenet5", "--data", "fashion-mnist-small", "--epochs", "1", "--out", study);
        fitact("harden", study, "--schemes", "fitrelu-naive");
        String[] bounds = {
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
        fitact(bounds);
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
        fitact(bounds);
        String resumed = Files.readString(folder.resolve("bounds/bounds.md"));
        assertEquals(numbers(first), numbers(resumed));
    }

    private static String numbers(String report) {
        return report.substring(0, report.indexOf("## Where these numbers come from"));
    }
}
