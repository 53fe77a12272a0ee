package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.junit.jupiter.api.Test;

/** No result depends on the number of threads or on the run, not in its last bit. */
interface DeterminismContract extends ContractPart {

    @Test
    default void anyNumberOfThreadsGivesTheSameBits() {
        List<OpCase> samples = Samples.all(harness());
        List<List<int[]>> expected = bits(samples, 1);
        for (int threads : new int[] {1, 2, 3}) {
            List<List<int[]>> actual = bits(samples, threads);
            for (int i = 0; i < samples.size(); i++) {
                assertSameBits(samples.get(i), expected.get(i), actual.get(i), threads);
            }
        }
    }

    /** What another instance makes of each case. */
    private List<List<int[]>> bits(List<OpCase> samples, int threads) {
        try (Backend backend = openRecorded(new BackendOptions(threads))) {
            return samples.stream().map(opCase -> Harness.run(backend, opCase)).toList();
        }
    }

    private static void assertSameBits(OpCase opCase, List<int[]> expected, List<int[]> actual, int threads) {
        for (int i = 0; i < expected.size(); i++) {
            String name = opCase.arguments().get(i).name();
            assertArrayEquals(expected.get(i), actual.get(i), () -> opCase + ", " + name + ", " + threads + " threads");
        }
    }
}
