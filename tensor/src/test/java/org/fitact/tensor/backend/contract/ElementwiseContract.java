package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.UnaryOp;
import org.junit.jupiter.api.Test;

/** Functions of one and of two operands. */
interface ElementwiseContract extends ContractPart {

    static List<OpCase> samples() {
        return List.of(
                unary(UnaryCase.of(new UnaryOp.Tanh()), Data.uniform(1, 1025)),
                unaryGrad(UnaryCase.of(new UnaryOp.Tanh()), 1025),
                binary(BinaryOp.ADD, new Broadcast(7, 13, 64, Broadcast.Second.MIDDLE)),
                axpy(1025, 0.3f));
    }

    private static OpCase unary(UnaryCase function, float[] x) {
        return OpCase.named(function.op() + " of " + x.length)
                .input("x", x)
                .output("y", x.length, function.tolerance(x))
                .runs((backend, at) -> backend.unary(function.op(), x.length, at[0], at[1]));
    }

    private static OpCase unaryInPlace(UnaryCase function, float[] x) {
        return OpCase.named(function.op() + " in place of " + x.length)
                .modified("x", x, function.tolerance(x))
                .runs((backend, at) -> backend.unary(function.op(), x.length, at[0], at[0]));
    }

    private static OpCase unaryGrad(UnaryCase function, int n) {
        boolean positive = function.domain() == UnaryCase.Domain.POSITIVE;
        float[] x = Data.uniform(4, n, positive ? 0.05 : -3, 3);
        float[] gy = Data.uniform(5, n);
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            y[i] = positive ? (float) Math.sqrt(x[i]) : (float) Math.tanh(x[i]); // any y: the op must use the given one
        }
        double[] slack = new double[n];
        for (int i = 0; i < n; i++) {
            double steepest = positive ? 1 / (x[i] * x[i]) : 8;
            slack[i] = 4 * Tolerance.EPSILON * Math.abs(gy[i]) * (1 + steepest);
        }
        return OpCase.named("gradient of " + function.op() + " of " + n)
                .input("x", x)
                .input("y", y)
                .input("gy", gy)
                .output("gx", n, Tolerance.slack(slack))
                .runs((backend, at) -> backend.unaryGrad(function.op(), n, at[0], at[1], at[2], at[3]));
    }

    private static OpCase binary(BinaryOp op, Broadcast shape) {
        int second = switch (shape.second()) {
            case FULL -> shape.elements();
            case MIDDLE -> shape.middle();
            case OUTER_INNER -> shape.outer() * shape.inner();
        };
        return OpCase.named(op + " " + shape)
                .input("a", Data.withSpecials(6, shape.elements(), -2, 2))
                .input("b", Data.withSpecials(7, second, -2, 2))
                .output("y", shape.elements(), tolerance(op))
                .runs((backend, at) -> backend.binary(op, shape, at[0], at[1], at[2]));
    }

    private static Tolerance tolerance(BinaryOp op) {
        return op == BinaryOp.POWER ? Tolerance.relative(16, 0) : Tolerance.exact();
    }

    private static OpCase binaryInPlace(BinaryOp op, int n, boolean second) {
        return OpCase.named(op + " in place of " + n)
                .modified("a", Data.uniform(6, n), tolerance(op))
                .modified("b", Data.uniform(7, n), tolerance(op))
                .runs((backend, at) -> backend.binary(op, Broadcast.same(n), at[0], at[1], at[second ? 1 : 0]));
    }

    private static OpCase axpy(int n, float alpha) {
        float[] x = Data.uniform(8, n);
        float[] y = Data.uniform(9, n);
        double[] slack = new double[n];
        for (int i = 0; i < n; i++) {
            slack[i] = Tolerance.EPSILON * (Math.abs(alpha * x[i]) + Math.abs(y[i]));
        }
        return OpCase.named("axpy of " + n)
                .input("x", x)
                .modified("y", y, Tolerance.slack(slack))
                .runs((backend, at) -> backend.axpy(n, alpha, at[0], at[1]));
    }

    @Test
    default void everyUnaryOpIsTested() {
        assertEquals(
                UnaryOp.class.getPermittedSubclasses().length, UnaryCase.all().size());
    }

    @Test
    default void unaryIsTheReference() {
        for (UnaryCase function : UnaryCase.all()) {
            for (int n : SIZES) {
                harness().check(unary(function, Data.uniform(1, n, -4, 4)));
                harness().check(unary(function, Data.uniform(2, n, -80, 80)));
                harness().check(unary(function, Data.withSpecials(n, n, -1, 1)));
                harness().check(unaryInPlace(function, Data.uniform(3, n, -4, 4)));
            }
        }
    }

    @Test
    default void unaryGradIsTheReference() {
        for (UnaryCase function : UnaryCase.all()) {
            for (int n : SIZES) {
                harness().check(unaryGrad(function, n));
            }
        }
    }

    @Test
    default void binaryIsTheReference() {
        for (BinaryOp op : BinaryOp.values()) {
            for (Broadcast.Second second : Broadcast.Second.values()) {
                harness().check(binary(op, new Broadcast(1, 1, 1, second)));
                harness().check(binary(op, new Broadcast(7, 13, 1, second)));
                harness().check(binary(op, new Broadcast(1, 13, 207, second)));
                harness().check(binary(op, new Broadcast(5, 1, 64, second)));
                harness().check(binary(op, new Broadcast(3, 1025, 1, second)));
                harness().check(binary(op, new Broadcast(2, 3, 70, second)));
            }
        }
    }

    @Test
    default void binaryInPlaceIsTheReference() {
        for (BinaryOp op : BinaryOp.values()) {
            for (int n : SIZES) {
                harness().check(binaryInPlace(op, n, false));
                harness().check(binaryInPlace(op, n, true));
            }
        }
    }

    @Test
    default void axpyIsTheReference() {
        for (int n : SIZES) {
            harness().check(axpy(n, 0.37f));
            harness().check(axpy(n, -1f));
        }
    }
}
