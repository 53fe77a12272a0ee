package org.fitact.nn.onnx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All node tests in the folder {@code -Dconformance.data}, of Debian's {@code libonnx-testdata} or a checkout of ONNX. */
@Tag("conformance")
class ConformanceTest {

    private static final String DEBIAN = "/usr/share/libonnx-testdata/data/node";

    @TempDir
    private Path scratch;

    @Test
    void noNodeTestIsAnsweredWronglyOrCrashes() throws IOException {
        Path data = Path.of(System.getProperty("conformance.data", DEBIAN));
        assumeTrue(Files.isDirectory(data), () -> "no node tests in " + data + ": -Dconformance.data says where");
        List<Verdict> verdicts;
        try (Backend backend = Backends.cpu(BackendOptions.defaults())) {
            Examiner examiner = new Examiner(backend, scratch);
            verdicts = NodeTest.all(data).stream()
                    .filter(Scope::holds)
                    .map(examiner::examine)
                    .toList();
        }
        ConformanceTable table = new ConformanceTable(verdicts);
        Path page = Path.of("target", "conformance", "node-tests.md");
        Files.createDirectories(page.getParent());
        Files.writeString(page, table.toString());
        System.out.println(table);
        assertTrue(table.posed() > 0, "no test of a known operator in " + data);
        assertEquals(List.of(), verdicts.stream().filter(Verdict::fault).toList());
    }
}
