package org.fitact.bench.counts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.model.Models;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;

class BoundCountsTest {

    /** LeNet-5 has maps of 28²·6 and 10²·16, and layers of 120 and 84 neurons: of the last each has a bound, of the others the layer. */
    @Test
    void boundsAreCountedByHand() {
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                Network network = Models.create(
                        new Architecture("lenet5", Shape.of(32, 32, 3), 10),
                        backend,
                        request -> new float[request.shape().elements()])) {
            BoundCounts counts = BoundCounts.of("lenet5", network);
            assertEquals(new BoundCounts("lenet5", 62_006, 6508, 3 + 84, 4), counts);
            assertEquals(74.8, counts.fewer(), 0.005);
            String table = BoundCounts.table(List.of(counts));
            assertTrue(table.endsWith("| lenet5 | 62,006 | 6,508 (10.5) | 87 (0.140) | 74.8 | 4 |\n"), table);
        }
    }
}
