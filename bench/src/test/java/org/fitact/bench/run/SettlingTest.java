package org.fitact.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Score FUSED =
            new Score("FusionBenchmark.fused", Map.of("threads", "1", "layer", "8:256"), 25_664, 1, "us/op");

    /** Iterations of a JVM that was met: its mean said ten times what the operation takes. */
    @Test
    void aJvmThatStillCompiledIsTold() {
        assertEquals(
                Optional.of(
                        "not settled: FusionBenchmark.fused layer=8:256 threads=1 took from 6,808 to 53,109 us/op in one JVM,"
                                + " which still compiled or was disturbed; do not rely on that time"),
                Settling.unsettled(FUSED, new double[] {53_109, 52_708, 7_803, 7_895, 6_808}));
    }

    @Test
    void ordinaryNoiseIsNot() {
        assertEquals(Optional.empty(), Settling.unsettled(FUSED, new double[] {2_939, 2_690, 2_597, 2_587, 2_222}));
        assertEquals(Optional.empty(), Settling.unsettled(FUSED, new double[] {5}));
    }
}
