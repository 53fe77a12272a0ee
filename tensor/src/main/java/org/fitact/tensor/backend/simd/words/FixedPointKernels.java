package org.fitact.tensor.backend.simd.words;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.I;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedPointCodec;

/** The values of fixed-point words; equal to {@link FixedPointCodec} in every bit. */
public final class FixedPointKernels {

    private FixedPointKernels() {}

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
