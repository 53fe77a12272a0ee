package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.I;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedPointCodec;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;

/** Conversion to and from fixed-point words; equal to {@link FixedPointCodec} in every bit. */
public final class FixedPointKernels {

    /** From 2^23 on every float is whole. */
    private static final float WHOLE = 0x1p23f;

    private FixedPointKernels() {}

    /** Half-even and saturating is vectorised; the other rules are the codec's own loop. */
    public static void quantise(FixedPoint arithmetic, float[] x, int[] words, int from, int n) {
        int done = 0;
        if (arithmetic.rounding() == Rounding.HALF_EVEN && arithmetic.overflow() == Overflow.SATURATE) {
            done = halfEven(arithmetic.format(), x, words, from, n);
        }
        FixedPointCodec.toWords(arithmetic, x, from + done, n - done, words, from + done);
    }

    /**
     * Whole vectors up to the first that holds a NaN, which is left to the codec to complain of.
     *
     * <p>{@code x·2^f} is exact in float: f ≥ 0, so only an overflow is possible, and ∞ saturates as it should. Adding and
     * subtracting 2^23 with the sign of x rounds to even what is smaller than that; the rest is whole already. The
     * conversion to int saturates to 32 bits by itself.
     *
     * @return elements that were converted
     */
    private static int halfEven(QFormat format, float[] x, int[] words, int from, int n) {
        FloatVector scale = broadcast(Math.scalb(1f, format.fractionBits()));
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector v = load(x, from + i);
            if (v.test(VectorOperators.IS_NAN).anyTrue()) {
                return i;
            }
            FloatVector scaled = v.mul(scale);
            FloatVector size = scaled.abs();
            FloatVector rounded = size.add(WHOLE).sub(WHOLE);
            VectorMask<Float> whole = size.compare(VectorOperators.GE, WHOLE);
            VectorMask<Float> negative = scaled.compare(VectorOperators.LT, 0);
            FloatVector magnitude = rounded.blend(size, whole);
            FloatVector result = magnitude.blend(magnitude.neg(), negative);
            IntVector word = (IntVector) result.convertShape(VectorOperators.F2I, I, 0);
            word.max(format.minWord()).min(format.maxWord()).intoArray(words, from + i);
        }
        return i;
    }

    /** {@code x = word·2^−f}: the conversion to float rounds once, the scaling is exact. */
    public static void dequantise(FixedPoint arithmetic, int n, int[] words, int wordOffset, float[] x, int offset) {
        FloatVector scale = broadcast(Math.scalb(1f, -arithmetic.format().fractionBits()));
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector v =
                    (FloatVector) IntVector.fromArray(I, words, wordOffset + i).convertShape(VectorOperators.I2F, F, 0);
            v.mul(scale).intoArray(x, offset + i);
        }
        FixedPointCodec.toFloats(arithmetic, words, wordOffset + i, n - i, x, offset + i);
    }

    public static void flipBits(FixedPoint arithmetic, int n, int[] addresses, int[] masks, int[] words) {
        for (int i = 0; i < n; i++) {
            words[addresses[i]] = arithmetic.format().signExtend(words[addresses[i]] ^ masks[i]);
        }
    }
}
