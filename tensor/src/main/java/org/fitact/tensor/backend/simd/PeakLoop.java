package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A plain loop of fused multiply-adds in registers: what one thread of this machine can reach at all, for benchmarks to
 * compare with. It reads and writes no memory.
 */
public final class PeakLoop {

    /** Independent chains; at least the latency of an operation times the number of units hides the latency. */
    private static final int CHAINS = 10;

    private PeakLoop() {}

    /** Floating-point operations of a run; a multiply-add is two. */
    public static double operations(int steps) {
        return 2.0 * CHAINS * L * steps;
    }

    /** Runs the loop; the result only keeps the compiler from leaving it out. */
    public static float run(int steps) {
        FloatVector x = FloatVector.broadcast(F, 0.999f);
        FloatVector y = FloatVector.broadcast(F, 1e-3f);
        FloatVector c0 = x;
        FloatVector c1 = x;
        FloatVector c2 = x;
        FloatVector c3 = x;
        FloatVector c4 = x;
        FloatVector c5 = x;
        FloatVector c6 = x;
        FloatVector c7 = x;
        FloatVector c8 = x;
        FloatVector c9 = x;
        for (int i = 0; i < steps; i++) {
            c0 = c0.fma(x, y);
            c1 = c1.fma(x, y);
            c2 = c2.fma(x, y);
            c3 = c3.fma(x, y);
            c4 = c4.fma(x, y);
            c5 = c5.fma(x, y);
            c6 = c6.fma(x, y);
            c7 = c7.fma(x, y);
            c8 = c8.fma(x, y);
            c9 = c9.fma(x, y);
        }
        FloatVector sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9);
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
