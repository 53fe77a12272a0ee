package org.fitact.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.InProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitReluCommandTest {

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    @BeforeAll
    static void besideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void whatCannotBeMeasuredIsRefusedBeforeAnythingIs() {
        assertEquals(2, program.fitact("bench", "fitrelu", "--policies", "zero,clamp", "--out", folder));
        assertTrue(program.err().contains("--policies 'clamp' (known: zero, zero-layer"), program.err());
        assertEquals(2, program.fitact("bench", "fitrelu", "--near", "1.5", "--out", folder));
        assertEquals(2, program.fitact("bench", "fitrelu", "--sizes", "1", "--out", folder));
        assertEquals(2, program.fitact("bench", "fitrelu", "--sizes", "4", "--batch", "64", "--out", folder));
        assertTrue(program.err().contains("--sizes is 4, expected at least 16 KiB at a batch of 64"), program.err());
    }

    @Test
    @Tag("large")
    void rowsArePrintedAndKept() throws Exception {
        program.done(
                "bench",
                "fitrelu",
                "--quick",
                "--policies",
                "smooth-neuron",
                "--sizes",
                "16",
                "--near",
                "0,1",
                "--threads",
                1,
                "--prof",
                "gc",
                "--json",
                "--out",
                folder);
        JsonNode printed = new ObjectMapper().readTree(program.out());
        assertEquals(4, printed.get("rows").size());
        assertTrue(printed.get("gigahertz").doubleValue() > 0);
        JsonNode row = printed.get("rows").get(0);
        assertEquals("smooth-neuron", row.get("activation").textValue());
        assertEquals(2, row.get("nanoseconds").get("ci95").size());
        assertTrue(program.err().contains(" left"), program.err());
        assertEquals(
                printed.get("rows"),
                new ObjectMapper()
                        .readTree(folder.resolve("rows.json").toFile())
                        .get("rows"));
        String page = Files.readString(folder.resolve("fitrelu.md"));
        assertTrue(page.contains("gc.alloc.rate.norm"), page);
    }
}
