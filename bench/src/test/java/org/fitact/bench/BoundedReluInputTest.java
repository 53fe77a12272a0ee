package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smooth FitReLU is timed with as many outputs near their bounds as were asked for. */
class BoundedReluInputTest {

    private static final float KAPPA = 20;

    @ParameterizedTest
    @CsvSource({"0, 0", "0.05, 0.01", "0.5, 0.02", "1, 0"})
    void theShareNearABoundIsTheOneAskedFor(double near, double tolerance) {
        for (Granularity granularity : Granularity.values()) {
            BoundedRelu shape = new BoundedRelu(Policy.SMOOTH, granularity, KAPPA, 2, 64, 64);
            float[] bounds = Measured.bounds(shape.bounds());
            float[] x = BoundedReluBenchmark.input(shape, near);
            int found = 0;
            for (int i = 0; i < x.length; i++) {
                float bound = bounds[BoundedReluBenchmark.bound(shape, i)];
                found += x[i] > 0 && KAPPA * (bound - x[i]) < BoundReach.REACH ? 1 : 0;
            }
            assertEquals(near, (double) found / x.length, tolerance, granularity.toString());
        }
    }
}
