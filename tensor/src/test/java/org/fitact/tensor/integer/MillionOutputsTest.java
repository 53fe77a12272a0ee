package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.fitact.tensor.random.Philox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All integer ops against the model in unlimited integers, until -Dinteger.outputs of them were equal (10^6), by
 * -Dinteger.seed (1). Every word at the end of a range must have been among operands and outputs, for each width from 2 to 64. Leaves
 * target/integer/contract.md.
 */
@Tag("large")
class MillionOutputsTest {

    private static final long OUTPUTS = Long.getLong("integer.outputs", 1_000_000);
    private static final long SEED = Long.getLong("integer.seed", 1);

    @Test
    void everyOpGivesTheWordsOfTheModel() throws IOException {
        List<IntegerOps> all = new ArrayList<>(List.of(new ReferenceIntegerOps(), new FastIntegerOps()));
        all.addAll(SimdIntegerOpsTest.WIDTHS);
        Census census = new Census();
        long start = System.nanoTime();
        for (int number = 0; census.outputs() < OUTPUTS; number++) {
            for (IntegerKind kind : IntegerKind.values()) {
                IntegerCase some = kind.of(Philox.bits(SEED, kind.ordinal(), number));
                all.forEach(some::check);
                census.add(kind, some);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Path report = Files.createDirectories(Path.of("target", "integer")).resolve("contract.md");
        Files.writeString(report, census.report(OUTPUTS, SEED, seconds));
        if (OUTPUTS >= 1_000_000) {
            assertEquals(Set.of(), census.unseenEdges());
        }
    }
}
