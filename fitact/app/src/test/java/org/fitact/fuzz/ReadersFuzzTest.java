package org.fitact.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As many inputs as are asked for by {@code -Dfuzz.inputs}, of the seed {@code -Dfuzz.seed}; see docs/reliability.md. */
@Tag("fuzz")
class ReadersFuzzTest {

    @Test
    void noInputEndsInAnythingButSuccessOrRefusal() throws Exception {
        long inputs = Long.getLong("fuzz.inputs", 100_000);
        Path results = Path.of("target", "fuzz");
        long start = System.nanoTime();
        FuzzRun run = new FuzzRun(Long.getLong("fuzz.seed", 1), inputs, FuzzRun.scratch(), results);
        run.run(Integer.getInteger("fuzz.threads", Runtime.getRuntime().availableProcessors()));
        Files.writeString(results.resolve("report.md"), report(run, (System.nanoTime() - start) / 1e9));
        assertEquals(Map.of(), run.faults());
        assertEquals(
                inputs,
                run.tallies().values().stream().mapToLong(FuzzTally::inputs).sum());
        run.tallies().forEach((name, tally) -> assertTrue(tally.accepted() > 0 && tally.refused() > 0, name));
    }

    private static String report(FuzzRun run, double seconds) {
        StringBuilder text = new StringBuilder("""
                | reader | inputs | accepted | refused | mean time | longest | most memory |
                |---|---|---|---|---|---|---|
                """);
        FuzzTally all = new FuzzTally();
        run.tallies().forEach((name, tally) -> {
            text.append(tally.row(name)).append('\n');
            all.add(tally);
        });
        text.append(all.row("all")).append('\n').append(Math.round(seconds)).append(" s\n");
        run.faults()
                .forEach((kind, first) -> text.append(kind)
                        .append('\n')
                        .append("  ")
                        .append(first)
                        .append('\n'));
        return text.toString();
    }
}
