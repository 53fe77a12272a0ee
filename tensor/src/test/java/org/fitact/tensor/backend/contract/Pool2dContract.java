package org.fitact.tensor.backend.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
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

    /** Pads of each side, rectangles, dilation, and outputs whose size was rounded up. */
    private static List<Pool2d> windows(Pool2d.Kind kind) {
        List<Pool2d> shapes = new ArrayList<>();
        Window1d[] sides = {
            new Window1d(3, 2, 1, 1, 1),
            new Window1d(3, 2, 1, 1, 2),
            new Window1d(2, 1, 3, 0, 1),
            new Window1d(1, 3, 1, 0, 0),
            new Window1d(5, 4, 2, 4, 4)
        };
        for (int i = 0; i < sides.length; i++) {
            Window2d window = new Window2d(sides[i], sides[(i + 2) % sides.length]);
            for (Pool2d.Counting counting : List.of(Pool2d.Counting.INSIDE, new Pool2d.Counting(true, i % 2, 0))) {
                shapes.add(new Pool2d(kind, 2, 17, 13, 7, window, counting));
                shapes.add(new Pool2d(kind, 1, 6, 9, 64, window, counting));
            }
        }
        return shapes;
    }

    private static List<Pool2d> shapes(Pool2d.Kind kind) {
        return Stream.concat(Arrays.stream(SHAPES).map(s -> shape(kind, s)), windows(kind).stream())
                .toList();
    }

    static List<OpCase> samples() {
        Pool2d shape = new Pool2d(Pool2d.Kind.MAX, 5, 17, 13, 64, 3, 2);
        return List.of(pool(shape, Data.uniform(1, shape.inputElements())), backward(shape));
    }

    private static OpCase pool(Pool2d shape, float[] x) {
        boolean max = shape.kind() == Pool2d.Kind.MAX;
        double absolute = max ? 0 : Math.sqrt(shape.window().taps()) * Tolerance.EPSILON;
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
        double taps = shape.window().taps();
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
            for (Pool2d shape : shapes(kind)) {
                harness().check(pool(shape, Data.uniform(1, shape.inputElements())));
            }
        }
    }

    @Test
    default void maxPoolPassesWhatIsNoNumber() {
        for (Pool2d shape : shapes(Pool2d.Kind.MAX)) {
            harness().check(pool(shape, Data.withSpecials(1, shape.inputElements(), -1, 1)));
        }
    }

    @Test
    default void poolBackwardIsTheReference() {
        for (Pool2d.Kind kind : Pool2d.Kind.values()) {
            shapes(kind).forEach(shape -> harness().check(backward(shape)));
        }
    }
}
