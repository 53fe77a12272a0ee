package org.fitact.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.ReduceOp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Ops over shapes that differ, element by element against the rule of NumPy. */
class BroadcastingTest {

    private static final Backend REFERENCE = Backends.open("reference", new BackendOptions(1));

    @AfterAll
    static void close() {
        REFERENCE.close();
    }

    /** All shapes of three dimensions, of which each is whole or of extent 1, and those that lack the first ones. */
    private static List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>(List.of(Shape.of(4), Shape.of(1), Shape.of(3, 4), Shape.of(3, 1)));
        for (int mask = 0; mask < 16; mask++) {
            shapes.add(Shape.of(bit(mask, 0, 2), bit(mask, 1, 5), bit(mask, 2, 3), bit(mask, 3, 4)));
        }
        return shapes;
    }

    private static int bit(int mask, int bit, int extent) {
        return (mask >> bit & 1) == 1 ? extent : 1;
    }

    private static float[] values(Shape shape, float first) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = first + i;
        }
        return values;
    }

    /** The element of an operand that belongs to one of the result. */
    private static int source(Shape operand, Shape result, int element) {
        int source = 0;
        int stride = 1;
        int rest = element;
        for (int d = 1; d <= result.rank(); d++) {
            int index = rest % result.extent(-d);
            rest /= result.extent(-d);
            if (d <= operand.rank()) {
                source += operand.extent(-d) == 1 ? 0 : index * stride;
                stride *= operand.extent(-d);
            }
        }
        return source;
    }

    @Test
    void everyPairIsWhatTheRuleSays() {
        for (Shape a : shapes()) {
            for (Shape b : shapes()) {
                check(a, b);
            }
        }
    }

    private static void check(Shape a, Shape b) {
        float[] left = values(a, 1000);
        float[] right = values(b, 1);
        Broadcasting pair = Broadcasting.of(BinaryOp.SUBTRACT, a, b);
        Broadcasting sum = Broadcasting.of(BinaryOp.ADD, a, b);
        float[] difference = new float[pair.result().elements()];
        float[] total = difference.clone();
        for (int i = 0; i < difference.length; i++) {
            float x = left[source(a, pair.result(), i)];
            float y = right[source(b, pair.result(), i)];
            difference[i] = x - y;
            total[i] = x + y;
        }
        assertArrayEquals(difference, run(pair, a, left, b, right), a + " − " + b);
        assertArrayEquals(total, run(sum, a, left, b, right), a + " + " + b);
        if (pair.mayReplaceFirst()) {
            try (Tensor x = Tensor.of(REFERENCE, a, left);
                    Tensor y = Tensor.of(REFERENCE, b, right)) {
                pair.run(REFERENCE, x.buffer(), y.buffer(), x.buffer());
                assertArrayEquals(difference, x.toArray(), a + " −= " + b);
            }
        }
    }

    private static float[] run(Broadcasting pair, Shape a, float[] left, Shape b, float[] right) {
        try (Tensor x = Tensor.of(REFERENCE, a, left);
                Tensor y = Tensor.of(REFERENCE, b, right);
                Tensor result = Tensor.zeros(REFERENCE, pair.result())) {
            pair.run(REFERENCE, x.buffer(), y.buffer(), result.buffer());
            return result.toArray();
        }
    }

    @Test
    void aChannelScaleIsOneCallInPlace() {
        Shape maps = Shape.of(2, 5, 3, 4);
        assertTrue(
                Broadcasting.of(BinaryOp.MULTIPLY, maps, Shape.of(2, 1, 1, 4)).mayReplaceFirst());
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Broadcasting.shape(Shape.of(2, 3), Shape.of(2, 4)));
        assertEquals("shapes 2x3 and 2x4, of which none can be repeated to the other's", refused.getMessage());
    }

    @Test
    void everyReductionIsWhatTheRuleSays() {
        Shape shape = Shape.of(2, 5, 3, 4);
        float[] x = values(shape, 1);
        for (int mask = 0; mask < 16; mask++) {
            boolean[] reduced = {(mask & 1) > 0, (mask & 2) > 0, (mask & 4) > 0, (mask & 8) > 0};
            Shape result = Shape.of(bit(~mask, 0, 2), bit(~mask, 1, 5), bit(~mask, 2, 3), bit(~mask, 3, 4));
            float[] sums = new float[result.elements()];
            float[] largest = new float[result.elements()];
            for (int i = 0; i < x.length; i++) {
                int to = source(result, shape, i);
                sums[to] += x[i];
                largest[to] = Math.max(largest[to], x[i]);
            }
            assertArrayEquals(sums, reduced(ReduceOp.SUM, shape, x, reduced, result), "sum " + result);
            assertArrayEquals(largest, reduced(ReduceOp.MAX, shape, x, reduced, result), "maximum " + result);
        }
    }

    private static float[] reduced(ReduceOp op, Shape shape, float[] values, boolean[] axes, Shape result) {
        try (Tensor x = Tensor.of(REFERENCE, shape, values);
                Tensor y = Tensor.zeros(REFERENCE, result)) {
            AxisReduction.of(shape, axes).run(REFERENCE, op, x.buffer(), y.buffer());
            return y.toArray();
        }
    }
}
