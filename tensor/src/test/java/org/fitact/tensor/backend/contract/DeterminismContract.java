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
        try (Backend one = openRecorded(new BackendOptions(1))) {
            for (int threads : new int[] {1, 2, 3}) {
                try (Backend other = openRecorded(new BackendOptions(threads))) {
                    samples.forEach(opCase -> expectSameBits(opCase, one, other, threads));
                }
            }
        }
    }

    private static void expectSameBits(OpCase opCase, Backend one, Backend other, int threads) {
        List<int[]> expected = Harness.run(one, opCase);
        List<int[]> actual = Harness.run(other, opCase);
        for (int i = 0; i < expected.size(); i++) {
            String name = opCase.arguments().get(i).name();
            assertArrayEquals(expected.get(i), actual.get(i), () -> opCase + ", " + name + ", " + threads + " threads");
        }
    }
}
