package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.fitact.bench.Scheme;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.junit.jupiter.api.Test;

class MemoryRowTest {

    /** LeNet-5 of three 5×5, 5×5 and linear layers: 62,006 parameters; 28²·6 + 10²·16 + 120 + 84 neurons. */
    @Test
    void countsParametersAndBoundsOfEveryGranularity() throws IOException {
        MemoryRow row = MemoryRow.of(TableNetwork.random("lenet5", 10, Scheme.USUAL));
        assertEquals(62_006, row.parameters());
        assertEquals(28 * 28 * 6 + 10 * 10 * 16 + 120 + 84, row.bounds(Granularity.NEURON));
        assertEquals(6 + 16 + 120 + 84, row.bounds(Granularity.CHANNEL));
        assertEquals(4, row.bounds(Granularity.LAYER));
        assertEquals(4 * 62_006, row.parameterBytes());
        assertEquals(6508 * 2, row.boundBytes(Granularity.NEURON, 16));
        assertEquals(6508.0 / (4 * 62_006), row.overhead(Granularity.NEURON, 8), 1e-12);
    }

    @Test
    void aPlanHoldsAtLeastItsParametersAndWithBoundsMore() throws IOException {
        // Other tests of this JVM leave some hundred kilobytes to collect in between; VGG16's bounds are a megabyte.
        MemoryRow row = MemoryRow.of(TableNetwork.random("vgg16", 10, Scheme.USUAL));
        assertTrue(row.planBytes() >= row.parameterBytes(), row.toString());
        assertTrue(row.boundedPlanBytes() >= row.planBytes() + 4 * row.neurons() / 2, row.toString());
    }
}
