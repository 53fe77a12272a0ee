package org.fitact.tensor.backend.simd;

import org.fitact.tensor.backend.Conv2d;

/** Filters for the convolution that is the gradient by the input: {@code r[ky, kx, o, i] = w[K−1−ky, K−1−kx, i, o]}. */
final class FilterReversal {

    /** Side of the squares that are transposed at a time: their lines are whole cache lines on both sides. */
    private static final int SQUARE = 16;

    private FilterReversal() {}

    static void reverse(Workers workers, Conv2d shape, float[] w, float[] r) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        int inputs = shape.inChannels();
        int outputs = shape.outChannels();
        int strips = (inputs + SQUARE - 1) / SQUARE;
        workers.run(taps * strips, (index, worker) -> {
            int source = index / strips * inputs * outputs;
            int target = (taps - 1 - index / strips) * inputs * outputs;
            int first = index % strips * SQUARE;
            int last = Math.min(inputs, first + SQUARE);
            for (int o = 0; o < outputs; o += SQUARE) {
                transpose(w, source, r, target, first, last, o, Math.min(outputs, o + SQUARE), inputs, outputs);
            }
        });
    }

    private static void transpose(
            float[] w, int source, float[] r, int target, int i0, int i1, int o0, int o1, int inputs, int outputs) {
        for (int o = o0; o < o1; o++) {
            for (int i = i0; i < i1; i++) {
                r[target + o * inputs + i] = w[source + i * outputs + o];
            }
        }
    }
}
