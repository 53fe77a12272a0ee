package org.fitact.tensor.backend.contract;

import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.junit.jupiter.api.Test;

/** Sums, maxima and their places. */
interface ReductionContract extends ContractPart {

    static List<OpCase> samples() {
        return List.of(
                reduce(ReduceOp.SUM, new Reduction(3, 1025, 70), Data.uniform(1, 3 * 1025 * 70)),
                reduce(ReduceOp.MEAN, new Reduction(2, 100_003, 1), Data.uniform(2, 200_006)),
                argmax(64, 13, Data.uniform(3, 64 * 13)));
    }

    private static OpCase reduce(ReduceOp op, Reduction shape, float[] x) {
        double[] magnitude = new double[shape.outer() * shape.inner()];
        for (int i = 0; i < x.length; i++) {
            int output = i / (shape.reduced() * shape.inner()) * shape.inner() + i % shape.inner();
            magnitude[output] += op == ReduceOp.SUM_OF_SQUARES ? (double) x[i] * x[i] : Math.abs(x[i]);
        }
        Tolerance tolerance = switch (op) {
            case MAX, MIN -> Tolerance.exact();
            case PRODUCT -> Tolerance.relative(shape.reduced() + 2, 0);
            case SUM, MEAN, SUM_OF_SQUARES -> sums(op, shape, magnitude);
        };
        return OpCase.named(op + " " + shape)
                .input("x", x)
                .output("y", magnitude.length, tolerance)
                .runs((backend, at) -> backend.reduce(op, shape, at[0], at[1]));
    }

    private static Tolerance sums(ReduceOp op, Reduction shape, double[] magnitude) {
        double unit = Tolerance.EPSILON * (shape.reduced() + 2) / (op == ReduceOp.MEAN ? shape.reduced() : 1);
        return Tolerance.slack(Arrays.stream(magnitude).map(m -> m * unit).toArray());
    }

    private static OpCase argmax(int rows, int columns, float[] x) {
        return OpCase.named("argmax " + rows + "x" + columns)
                .input("x", x)
                .outputInts("index", rows)
                .runs((backend, at) -> backend.argmax(rows, columns, at[0], at[1]));
    }

    @Test
    default void reduceIsTheReference() {
        for (ReduceOp op : ReduceOp.values()) {
            for (int reduced : SIZES) {
                for (int inner : new int[] {1, 7, 70}) {
                    for (int outer : new int[] {1, 5}) {
                        boolean product = op == ReduceOp.PRODUCT; // of a thousand that would leave the floats
                        float[] x =
                                Data.uniform(reduced, outer * reduced * inner, product ? 0.9 : -1, product ? 1.1 : 2);
                        harness().check(reduce(op, new Reduction(outer, reduced, inner), x));
                    }
                }
            }
        }
    }

    @Test
    default void nanTakesNoPartInMaximumAndMinimum() {
        for (ReduceOp op : List.of(ReduceOp.MAX, ReduceOp.MIN)) {
            nanTakesNoPartIn(op);
        }
    }

    private void nanTakesNoPartIn(ReduceOp op) {
        for (int inner : new int[] {1, 13}) {
            for (int reduced : SIZES) {
                Reduction shape = new Reduction(3, reduced, inner);
                harness().check(reduce(op, shape, Data.withSpecials(1, 3 * reduced * inner, -1, 1)));
                float[] nothing = new float[3 * reduced * inner];
                Arrays.fill(nothing, Float.NaN);
                harness().check(reduce(op, shape, nothing));
            }
        }
    }

    @Test
    default void argmaxIsTheReference() {
        for (int columns : SIZES) {
            harness().check(argmax(13, columns, Data.uniform(columns, 13 * columns)));
            harness().check(argmax(13, columns, Data.withSpecials(columns, 13 * columns, -1, 1)));
            float[] ties = new float[13 * columns];
            int[] few = Data.integers(columns, ties.length, 0, 2);
            for (int i = 0; i < ties.length; i++) {
                ties[i] = few[i];
            }
            harness().check(argmax(13, columns, ties));
            Arrays.fill(ties, Float.NaN);
            harness().check(argmax(13, columns, ties));
            Arrays.fill(ties, Float.NEGATIVE_INFINITY);
            harness().check(argmax(13, columns, ties));
        }
    }
}
