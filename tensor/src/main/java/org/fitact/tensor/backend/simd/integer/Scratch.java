package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.L;
import static org.fitact.tensor.backend.simd.integer.Doubles.VECTORS;

/** One thread's arrays, which are as large as its largest layer so far needed them. Their contents are undefined. */
final class Scratch {

    /** Terms of a panel as doubles. */
    final double[] panel = new double[DoubleSums.DEPTH * VECTORS * L];

    /** Between the passes of a transform. */
    final double[] between = new double[WinogradWords.PRODUCTS * WinogradTransforms.BLOCK];

    final long[] betweenWords = new long[WinogradWords.PRODUCTS * WinogradTransforms.BLOCK];

    final long[] betweenLines = new long[WinogradWords.PRODUCTS * WinogradTransforms.BLOCK];

    private double[] inputs = {};
    private double[] sums = {};
    private double[] pixels = {};
    private long[] patch = {};

    double[] inputs(int length) {
        inputs = inputs.length < length ? new double[length] : inputs;
        return inputs;
    }

    double[] sums(int length) {
        sums = sums.length < length ? new double[length] : sums;
        return sums;
    }

    double[] pixels(int length) {
        pixels = pixels.length < length ? new double[length] : pixels;
        return pixels;
    }

    long[] patch(int length) {
        patch = patch.length < length ? new long[length] : patch;
        return patch;
    }
}
