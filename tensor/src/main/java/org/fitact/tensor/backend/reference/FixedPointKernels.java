package org.fitact.tensor.backend.reference;

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedPointCodec;

/** The values of fixed-point words, and the flipping of their bits. */
final class FixedPointKernels {

    private FixedPointKernels() {}

    static void dequantise(FixedPoint arithmetic, int n, int[] words, int wordOffset, float[] x, int offset) {
        for (int i = 0; i < n; i++) {
            x[offset + i] = FixedPointCodec.toFloat(arithmetic, words[wordOffset + i]);
        }
    }

    static void flipBits(FixedPoint arithmetic, int n, int[] addresses, int[] masks, int[] words) {
        for (int i = 0; i < n; i++) {
            int address = addresses[i];
            words[address] = arithmetic.format().signExtend(words[address] ^ masks[i]);
        }
    }
}
