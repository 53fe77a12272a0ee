package org.fitact.tensor.backend.contract;

import java.util.List;
import org.fitact.tensor.backend.op.Pool2d;
import org.junit.jupiter.api.Test;

/** Pooling. */
interface Pool2dContract extends ContractPart {

    /** Batch, height, width, channels, kernel, stride: windows that touch, overlap, leave gaps and rests. */
    int[][] SHAPES = {
        {1, 1, 1, 1, 1, 1},
        {2, 4, 4, 64, 2, 2},
        {5, 17, 13, 7, 2, 2},
        {1, 17, 13, 33, 3, 2},
        {2, 9, 9, 16, 3, 1},
        {7, 5, 6, 3, 2, 3},
        {64, 2, 2, 70, 2, 2},
        {2, 8, 8, 13, 8, 8},
        {1, 1, 207, 1, 1, 2},
    };

    static List<OpCase> samples() {
        Pool2d shape = new Pool2d(Pool2d.Kind.MAX, 5, 17, 13, 64, 3, 2);
        return List.of(pool(shape, Data.uniform(1, shape.inputElements())), backward(shape));
    }

    private static OpCase pool(Pool2d shape, float[] x) {
        boolean max = shape.kind() == Pool2d.Kind.MAX;
        double absolute = max ? 0 : shape.kernel() * Tolerance.EPSILON;
        return OpCase.named(shape.toString())
                .input("x", x)
                .output("y", shape.outputElements(), max ? Tolerance.exact() : Tolerance.relative(4, 4 * absolute))
                .runs((backend, at) -> backend.pool(shape, at[0], at[1]));
    }

    /** Few different values, so that there are ties. */
    private static OpCase backward(Pool2d shape) {
        int[] few = Data.integers(2, shape.inputElements(), -2, 2);
        float[] x = new float[few.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = few[i] * 0.5f;
        }
        double taps = Math.pow(shape.kernel(), 2);
        return OpCase.named("backward of " + shape)
                .input("x", x)
                .input("gy", Data.uniform(3, shape.outputElements()))
                .output("gx", x.length, Tolerance.relative(2, taps * Tolerance.EPSILON))
                .runs((backend, at) -> backend.poolBackward(shape, at[0], at[1], at[2]));
    }

    private static Pool2d shape(Pool2d.Kind kind, int[] s) {
        return new Pool2d(kind, s[0], s[1], s[2], s[3], s[4], s[5]);
    }

    @Test
    default void poolIsTheReference() {
        for (Pool2d.Kind kind : Pool2d.Kind.values()) {
            for (int[] s : SHAPES) {
                Pool2d shape = shape(kind, s);
                harness().check(pool(shape, Data.uniform(1, shape.inputElements())));
            }
        }
    }

    @Test
    default void maxPoolPassesWhatIsNoNumber() {
        for (int[] s : SHAPES) {
            Pool2d shape = shape(Pool2d.Kind.MAX, s);
            harness().check(pool(shape, Data.withSpecials(1, shape.inputElements(), -1, 1)));
        }
    }

    @Test
    default void poolBackwardIsTheReference() {
        for (Pool2d.Kind kind : Pool2d.Kind.values()) {
            for (int[] s : SHAPES) {
                harness().check(backward(shape(kind, s)));
            }
        }
    }
}
