package org.fitact.tensor.backend.reference;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;
import static org.fitact.tensor.backend.reference.KnownValues.BACKEND;
import static org.fitact.tensor.backend.reference.KnownValues.expect;
import static org.fitact.tensor.backend.reference.KnownValues.ints;
import static org.fitact.tensor.backend.reference.KnownValues.of;
import static org.fitact.tensor.backend.reference.KnownValues.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.fitact.tensor.backend.contract.UnaryCase;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Element-wise ops, reductions, products and copies, worked out by hand. */
class ElementwiseKnownValuesTest {

    @Test
    void unaryAndItsDerivative() {
        for (UnaryCase function : UnaryCase.all()) {
            for (UnaryCase.Known known : function.known()) {
                Buffer y = zeros(1);
                Buffer gx = zeros(1);
                BACKEND.unary(function.op(), 1, of(known.x()), y);
                expect(y, known.value());
                BACKEND.unaryGrad(function.op(), 1, of(known.x()), y, of(-2), gx);
                expect(gx, -2 * known.derivative());
            }
        }
    }

    private static void expectBinary(BinaryOp op, double... expected) {
        Buffer y = zeros(4);
        BACKEND.binary(op, Broadcast.same(4), of(6, -3, NaN, 1), of(2, 4, 1, NaN), y);
        expect(y, expected);
    }

    @Test
    void binary() {
        expectBinary(BinaryOp.ADD, 8, 1, NaN, NaN);
        expectBinary(BinaryOp.SUBTRACT, 4, -7, NaN, NaN);
        expectBinary(BinaryOp.MULTIPLY, 12, -12, NaN, NaN);
        expectBinary(BinaryOp.DIVIDE, 3, -0.75, NaN, NaN);
        expectBinary(BinaryOp.MAXIMUM, 6, 4, NaN, NaN);
        expectBinary(BinaryOp.MINIMUM, 2, -3, NaN, NaN);
    }

    @Test
    void theSecondOperandIsRepeatedAlongWhatItLacks() {
        Buffer a = of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Buffer y = zeros(12);
        BACKEND.binary(BinaryOp.ADD, new Broadcast(2, 3, 2, Broadcast.Second.MIDDLE), a, of(100, 200, 300), y);
        expect(y, 101, 102, 203, 204, 305, 306, 107, 108, 209, 210, 311, 312);
        BACKEND.binary(
                BinaryOp.ADD, new Broadcast(2, 3, 2, Broadcast.Second.OUTER_INNER), a, of(100, 200, 300, 400), y);
        expect(y, 101, 202, 103, 204, 105, 206, 307, 408, 309, 410, 311, 412);
    }

    @Test
    void axpyAdds() {
        Buffer y = of(1, 2, 3);
        BACKEND.axpy(2, -0.5f, of(4, 6, 8), y);
        expect(y, -1, -1, 3);
    }

    @Test
    void reductionsFoldTheMiddleDimension() {
        Buffer x = of(1, -2, 3, 4, NaN, -5, -7, NaN, NaN, NaN, 2, NaN);
        Buffer y = zeros(4);
        BACKEND.reduce(ReduceOp.MAX, new Reduction(2, 3, 2), x, y);
        expect(y, 3, 4, 2, NEGATIVE_INFINITY);
        Buffer z = of(1, -2, 3, 4, 5, -5);
        Buffer two = zeros(2);
        BACKEND.reduce(ReduceOp.SUM, new Reduction(1, 3, 2), z, two);
        expect(two, 9, -3);
        BACKEND.reduce(ReduceOp.MEAN, new Reduction(1, 3, 2), z, two);
        expect(two, 3, -1);
        BACKEND.reduce(ReduceOp.SUM_OF_SQUARES, new Reduction(2, 3, 1), z, two);
        expect(two, 14, 66);
    }

    @Test
    void argmaxIsTheFirstLargestAndNeverNaN() {
        Buffer index = of(new int[4]);
        BACKEND.argmax(
                4, 3, of(1, 3, 3, NaN, -1, NaN, NaN, NaN, NaN, NEGATIVE_INFINITY, NaN, POSITIVE_INFINITY), index);
        assertArrayEquals(new int[] {1, 1, -1, 2}, ints(index));
    }

    /** A = [1 2 3; 4 5 6], B = [1 0; 2 1; 0 3], A·B = [5 11; 14 23]. */
    @Test
    void gemmAndItsTransposes() {
        Buffer c = of(100, 100, 100, 100);
        Gemm shape = Gemm.of(2, 2, 3);
        Buffer a = of(1, 2, 3, 4, 5, 6);
        Buffer b = of(1, 0, 2, 1, 0, 3);
        BACKEND.gemm(shape.accumulating(), a, b, c, Epilogue.NONE);
        expect(c, 105, 111, 114, 123);
        BACKEND.gemm(shape, a, b, c, Epilogue.bias(of(1, -1)));
        expect(c, 6, 10, 15, 22);
        BACKEND.gemm(shape.withTransposedA(), of(1, 4, 2, 5, 3, 6), b, c, Epilogue.NONE);
        expect(c, 5, 11, 14, 23);
        BACKEND.gemm(shape.withTransposedB(), a, of(1, 2, 0, 0, 1, 3), c, Epilogue.NONE);
        expect(c, 5, 11, 14, 23);
    }

    @Test
    void aStridedCopyTransposesMirrorsAndRepeats() {
        Buffer target = zeros(6);
        Buffer source = of(1, 2, 3, 4, 5, 6);
        BACKEND.copyStrided(
                new StridedCopy(new int[] {2, 3}, 0, new int[] {3, 1}, 0, new int[] {1, 2}), source, target);
        expect(target, 1, 4, 2, 5, 3, 6);
        BACKEND.copyStrided(
                new StridedCopy(new int[] {2, 3}, 2, new int[] {0, -1}, 0, new int[] {3, 1}), source, target);
        expect(target, 3, 2, 1, 3, 2, 1);
    }
}
