package org.fitact.tensor.backend.simd.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.fitact.tensor.backend.contract.UnaryCase;
import org.fitact.tensor.backend.op.UnaryOp;
import org.junit.jupiter.api.Test;

/** The vectorised functions against {@link StrictMath}, over the whole range of floats. */
class FunctionsTest {

    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        88.72283f,
        88.72284f,
        -87.33655f,
        -103.97208f,
        -104f,
        0.625f,
        -0.625f,
        0.62499994f
    };

    @Test
    void exponential() {
        expectTwoUnits(new UnaryOp.Exp(), StrictMath::exp);
    }

    @Test
    void hyperbolicTangent() {
        expectTwoUnits(new UnaryOp.Tanh(), StrictMath::tanh);
    }

    @Test
    void logisticFunction() {
        expectTwoUnits(new UnaryOp.Sigmoid(), x -> 1 / (1 + StrictMath.exp(-x)));
    }

    /** A tail shorter than a vector gives the bits of a whole vector. */
    @Test
    void theTailIsTheBody() {
        for (UnaryCase function : UnaryCase.all()) {
            UnaryOp op = function.op();
            float[] whole = new float[SPECIAL.length / 16 * 16 + 16];
            float[] x = Arrays.copyOf(SPECIAL, whole.length);
            UnaryKernels.apply(op, x, 0, whole, 0, whole.length);
            for (int i = 0; i < whole.length; i++) {
                float[] one = new float[1];
                UnaryKernels.apply(op, x, i, one, 0, 1);
                assertEquals(Float.floatToIntBits(whole[i]), Float.floatToIntBits(one[0]), op + " of " + x[i]);
            }
        }
    }

    private static void expectTwoUnits(UnaryOp op, DoubleUnaryOperator truth) {
        float[] x = samples();
        float[] y = new float[x.length];
        UnaryKernels.apply(op, x, 0, y, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            double expected = truth.applyAsDouble(x[i]);
            if (Double.isNaN(expected)) {
                assertTrue(Float.isNaN(y[i]), op + " of NaN is " + y[i]);
            } else if (Float.isInfinite((float) expected) || Float.isInfinite(y[i])) {
                double edge = Float.MAX_VALUE * (1 - 0x1p-22);
                assertTrue(expected > edge && y[i] > edge, op + " of " + x[i] + " is " + y[i]);
            } else {
                double units = Math.abs(y[i] - expected) / Math.ulp((float) expected);
                assertTrue(units <= 2, op + " of " + x[i] + " is " + y[i] + ", off by " + units + " units");
            }
        }
    }

    /** The special values, 200,000 from −110 to 110, and all exponents with three mantissas. */
    private static float[] samples() {
        int lines = 200_000;
        float[] x = new float[SPECIAL.length + lines + 512 * 3];
        System.arraycopy(SPECIAL, 0, x, 0, SPECIAL.length);
        for (int i = 0; i < lines; i++) {
            x[SPECIAL.length + i] = (float) (-110 + 220.0 * i / lines);
        }
        for (int i = 0; i < 512; i++) {
            for (int k = 0; k < 3; k++) {
                x[SPECIAL.length + lines + 3 * i + k] = Float.intBitsToFloat(i << 23 | k * 0x2AAAAA);
            }
        }
        return x;
    }
}
