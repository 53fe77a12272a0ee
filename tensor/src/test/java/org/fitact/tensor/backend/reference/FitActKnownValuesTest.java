package org.fitact.tensor.backend.reference;

import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;
import static org.fitact.tensor.backend.reference.KnownValues.BACKEND;
import static org.fitact.tensor.backend.reference.KnownValues.expect;
import static org.fitact.tensor.backend.reference.KnownValues.ints;
import static org.fitact.tensor.backend.reference.KnownValues.of;
import static org.fitact.tensor.backend.reference.KnownValues.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.Test;

/** Bounded activations and fixed-point words, worked out by hand. */
class FitActKnownValuesTest {

    private static final float[] X = {-1, 0, 1, 2, 3, 1e30f, POSITIVE_INFINITY, NaN};

    private static void expectBounded(Policy policy, double[] y, double[] gx, double gbound) {
        BoundedRelu shape = new BoundedRelu(policy, Granularity.LAYER, 2, 1, 8, 1);
        Buffer actual = zeros(8);
        Buffer actualGx = zeros(8);
        Buffer actualGbound = zeros(1);
        BACKEND.boundedRelu(shape, of(X), of(2), actual);
        BACKEND.boundedReluBackward(
                shape, of(X), of(2), of(1, 1, 1, 1, 1, 1, POSITIVE_INFINITY, 1), actualGx, actualGbound);
        expect(actual, y);
        expect(actualGx, gx);
        expect(actualGbound, gbound);
    }

    @Test
    void zero() {
        expectBounded(Policy.ZERO, new double[] {0, 0, 1, 2, 0, 0, 0, 0}, new double[] {0, 0, 1, 1, 0, 0, 0, 0}, 0);
    }

    @Test
    void saturate() {
        expectBounded(
                Policy.SATURATE,
                new double[] {0, 0, 1, 2, 2, 2, 2, 0},
                new double[] {0, 0, 1, 1, 0, 0, 0, 0},
                POSITIVE_INFINITY); // 1 + 1 + the infinite upstream gradient
    }

    /** κ = 2, λ = 2: σ(2) = 0.8807970780, σ(0) = 0.5, σ(−2) = 0.1192029220, σ(2)·σ(−2) = 0.1049935854. */
    @Test
    void smooth() {
        expectBounded(
                Policy.SMOOTH,
                new double[] {0, 0, 0.8807970780, 1, 0.3576087660, 0, 0, 0},
                new double[] {0, 0, 0.6708099072, -0.5, -0.5107585904, 0, 0, 0},
                0.2099871708 + 1 + 0.6299615124);
    }

    @Test
    void aBoundThatIsNoNumberOrNotPositiveGivesZero() {
        for (Policy policy : Policy.values()) {
            for (float bound : new float[] {NaN, 0, -1}) {
                if (policy == Policy.SMOOTH && !Float.isNaN(bound)) {
                    continue;
                }
                BoundedRelu shape = new BoundedRelu(policy, Granularity.LAYER, 20, 1, 3, 1);
                Buffer y = of(9, 9, 9);
                Buffer gx = of(9, 9, 9);
                Buffer gbound = of(9);
                BACKEND.boundedRelu(shape, of(0.5f, 2, POSITIVE_INFINITY), of(bound), y);
                BACKEND.boundedReluBackward(shape, of(0.5f, 2, POSITIVE_INFINITY), of(bound), of(1, 1, 1), gx, gbound);
                expect(y, 0, 0, 0);
                expect(gx, 0, 0, 0);
                expect(gbound, 0);
            }
        }
    }

    @Test
    void channelsAndNeuronsHaveTheirOwnBounds() {
        float[] x = {5, 5, 5, 5, 5, 5, 5, 5};
        Buffer y = zeros(8);
        BACKEND.boundedRelu(new BoundedRelu(Policy.SATURATE, Granularity.CHANNEL, 0, 2, 2, 2), of(x), of(1, 2), y);
        expect(y, 1, 2, 1, 2, 1, 2, 1, 2);
        BoundedRelu neurons = new BoundedRelu(Policy.SATURATE, Granularity.NEURON, 0, 2, 2, 2);
        Buffer gbounds = zeros(4);
        BACKEND.boundedRelu(neurons, of(x), of(1, 2, 3, 4), y);
        expect(y, 1, 2, 3, 4, 1, 2, 3, 4);
        BACKEND.boundedReluBackward(neurons, of(x), of(1, 2, 3, 9), of(1, 2, 3, 4, 10, 20, 30, 40), null, gbounds);
        expect(gbounds, 11, 22, 33, 0);
    }

    @Test
    void theValuesOfWords() {
        FixedPoint q34 = FixedPoint.of(QFormat.Q3_4);
        Buffer words = of(new int[] {16, -16, 0, 2, 127, -128});
        Buffer x = of(9, 9, 9, 9, 9, 9);
        BACKEND.dequantise(q34, 2, words, 3, x, 2);
        expect(x, 9, 9, 0.125, 7.9375, 9, 9);
    }

    @Test
    void aFlippedSignBitIsExtended() {
        Buffer words = of(new int[] {16, -16, 1});
        BACKEND.flipBits(FixedPoint.of(QFormat.Q3_4), 2, of(new int[] {2, 0}), of(new int[] {2, 128}), words);
        assertArrayEquals(new int[] {16 - 128, -16, 3}, ints(words));
    }

    @Test
    void anAddressOutOfRangeIsRefused() {
        Buffer words = of(new int[] {1, 2, 3});
        for (int address : new int[] {-1, 3}) {
            IllegalArgumentException error = assertThrows(
                    IllegalArgumentException.class,
                    () -> BACKEND.flipBits(
                            FixedPoint.DEFAULT, 2, of(new int[] {0, address}), of(new int[] {1, 1}), words));
            assertEquals("address 1 is " + address + ", expected 0 to 2", error.getMessage());
        }
        assertArrayEquals(new int[] {1, 2, 3}, ints(words));
    }
}
