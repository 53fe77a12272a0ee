package org.fitact.tensor.backend.simd.depthwise;

import static org.fitact.tensor.backend.simd.run.Lanes.load;

import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/**
 * The products of one line of a kernel with one line of the input, added to the sums of neighbouring output pixels: a vector
 * of channels goes along the line, and each input pixel is read once and stays in a register for all outputs that see it. There is a method for each kernel and stride that networks have most of.
 */
final class DepthwiseRows {

    private DepthwiseRows() {}

    /** Whether there is a method for a shape. */
    static boolean know(Conv2d shape) {
        Window1d across = shape.window().horizontal();
        return shape.inPerGroup() == 1
                && across.dilation() == 1
                && across.stride() <= 2
                && (across.kernel() == 3 || across.kernel() == 5);
    }

    /** Whether all taps of a shape that is known are computed at once where none of their lines lies beside the map. */
    static boolean haveAllLines(Conv2d shape) {
        Window1d down = shape.window().vertical();
        return down.kernel() == 3 && down.dilation() == 1 && shape.kernelWidth() == 3;
    }

    /**
     * Adds the products.
     *
     * @param at offset in x of the first tap's input of the first pixel
     * @param from offset in w of the first tap's weights
     * @param pitch elements in x from a pixel to the next, and in w from a tap to the next
     * @param s offset of the sums of the first pixel; those of the next are {@code width} behind
     */
    static void add(
            Window1d across, float[] x, int at, float[] w, int from, int pitch, float[] sums, int s, int width, int n) {
        if (across.kernel() == 3) {
            if (across.stride() == 1) {
                threeByOne(x, at, w, from, pitch, sums, s, width, n);
            } else {
                threeByTwo(x, at, w, from, pitch, sums, s, width, n);
            }
        } else if (across.stride() == 1) {
            fiveByOne(x, at, w, from, pitch, sums, s, width, n);
        } else {
            fiveByTwo(x, at, w, from, pitch, sums, s, width, n);
        }
    }

    private static void threeByOne(
            float[] x, int at, float[] w, int from, int pitch, float[] sums, int s, int width, int n) {
        FloatVector w0 = load(w, from);
        FloatVector w1 = load(w, from + pitch);
        FloatVector w2 = load(w, from + 2 * pitch);
        FloatVector p0 = load(x, at);
        FloatVector p1 = load(x, at + pitch);
        int input = at + 2 * pitch;
        for (int o = 0; o < n; o++) {
            int sum = s + o * width;
            FloatVector p2 = load(x, input);
            p2.fma(w2, p1.fma(w1, p0.fma(w0, load(sums, sum)))).intoArray(sums, sum);
            p0 = p1;
            p1 = p2;
            input += pitch;
        }
    }

    private static void threeByTwo(
            float[] x, int at, float[] w, int from, int pitch, float[] sums, int s, int width, int n) {
        FloatVector w0 = load(w, from);
        FloatVector w1 = load(w, from + pitch);
        FloatVector w2 = load(w, from + 2 * pitch);
        FloatVector p0 = load(x, at);
        int input = at + pitch;
        for (int o = 0; o < n; o++) {
            int sum = s + o * width;
            FloatVector p2 = load(x, input + pitch);
            p2.fma(w2, load(x, input).fma(w1, p0.fma(w0, load(sums, sum)))).intoArray(sums, sum);
            p0 = p2;
            input += 2 * pitch;
        }
    }

    private static void fiveByOne(
            float[] x, int at, float[] w, int from, int pitch, float[] sums, int s, int width, int n) {
        FloatVector w0 = load(w, from);
        FloatVector w1 = load(w, from + pitch);
        FloatVector w2 = load(w, from + 2 * pitch);
        FloatVector w3 = load(w, from + 3 * pitch);
        FloatVector w4 = load(w, from + 4 * pitch);
        FloatVector p0 = load(x, at);
        FloatVector p1 = load(x, at + pitch);
        FloatVector p2 = load(x, at + 2 * pitch);
        FloatVector p3 = load(x, at + 3 * pitch);
        int input = at + 4 * pitch;
        for (int o = 0; o < n; o++) {
            int sum = s + o * width;
            FloatVector p4 = load(x, input);
            FloatVector a = p1.fma(w1, p0.fma(w0, load(sums, sum)));
            p4.fma(w4, p3.fma(w3, p2.fma(w2, a))).intoArray(sums, sum);
            p0 = p1;
            p1 = p2;
            p2 = p3;
            p3 = p4;
            input += pitch;
        }
    }

    private static void fiveByTwo(
            float[] x, int at, float[] w, int from, int pitch, float[] sums, int s, int width, int n) {
        FloatVector w0 = load(w, from);
        FloatVector w1 = load(w, from + pitch);
        FloatVector w2 = load(w, from + 2 * pitch);
        FloatVector w3 = load(w, from + 3 * pitch);
        FloatVector w4 = load(w, from + 4 * pitch);
        FloatVector p0 = load(x, at);
        FloatVector p1 = load(x, at + pitch);
        FloatVector p2 = load(x, at + 2 * pitch);
        int input = at + 3 * pitch;
        for (int o = 0; o < n; o++) {
            int sum = s + o * width;
            FloatVector p3 = load(x, input);
            FloatVector p4 = load(x, input + pitch);
            FloatVector a = p1.fma(w1, p0.fma(w0, load(sums, sum)));
            p4.fma(w4, p3.fma(w3, p2.fma(w2, a))).intoArray(sums, sum);
            p0 = p2;
            p1 = p3;
            p2 = p4;
            input += 2 * pitch;
        }
    }

    /**
     * All nine taps at once: sums are written only.
     *
     * @param second elements in x from the kernel's first line to the second
     * @param third from the first line to the third
     */
    static void threeLinesByOne(
            float[] x,
            int at,
            int second,
            int third,
            float[] w,
            int from,
            int pitch,
            float[] sums,
            int s,
            int width,
            int n) {
        FloatVector w0 = load(w, from);
        FloatVector w1 = load(w, from + pitch);
        FloatVector w2 = load(w, from + 2 * pitch);
        FloatVector w3 = load(w, from + 3 * pitch);
        FloatVector w4 = load(w, from + 4 * pitch);
        FloatVector w5 = load(w, from + 5 * pitch);
        FloatVector w6 = load(w, from + 6 * pitch);
        FloatVector w7 = load(w, from + 7 * pitch);
        FloatVector w8 = load(w, from + 8 * pitch);
        FloatVector a0 = load(x, at);
        FloatVector a1 = load(x, at + pitch);
        FloatVector b0 = load(x, at + second);
        FloatVector b1 = load(x, at + second + pitch);
        FloatVector c0 = load(x, at + third);
        FloatVector c1 = load(x, at + third + pitch);
        int input = at + 2 * pitch;
        for (int o = 0; o < n; o++) {
            FloatVector a2 = load(x, input);
            FloatVector b2 = load(x, input + second);
            FloatVector c2 = load(x, input + third);
            FloatVector sum = a2.fma(w2, a1.fma(w1, a0.mul(w0)));
            sum = b2.fma(w5, b1.fma(w4, b0.fma(w3, sum)));
            c2.fma(w8, c1.fma(w7, c0.fma(w6, sum))).intoArray(sums, s + o * width);
            a0 = a1;
            a1 = a2;
            b0 = b1;
            b1 = b2;
            c0 = c1;
            c1 = c2;
            input += pitch;
        }
    }

    /**
     * All nine taps at once: sums are written only.
     *
     * @param second elements in x from the kernel's first line to the second
     * @param third from the first line to the third
     */
    static void threeLinesByTwo(
            float[] x,
            int at,
            int second,
            int third,
            float[] w,
            int from,
            int pitch,
            float[] sums,
            int s,
            int width,
            int n) {
        FloatVector w0 = load(w, from);
        FloatVector w1 = load(w, from + pitch);
        FloatVector w2 = load(w, from + 2 * pitch);
        FloatVector w3 = load(w, from + 3 * pitch);
        FloatVector w4 = load(w, from + 4 * pitch);
        FloatVector w5 = load(w, from + 5 * pitch);
        FloatVector w6 = load(w, from + 6 * pitch);
        FloatVector w7 = load(w, from + 7 * pitch);
        FloatVector w8 = load(w, from + 8 * pitch);
        FloatVector a0 = load(x, at);
        FloatVector b0 = load(x, at + second);
        FloatVector c0 = load(x, at + third);
        int input = at + pitch;
        for (int o = 0; o < n; o++) {
            FloatVector a1 = load(x, input);
            FloatVector a2 = load(x, input + pitch);
            FloatVector b1 = load(x, input + second);
            FloatVector b2 = load(x, input + pitch + second);
            FloatVector c1 = load(x, input + third);
            FloatVector c2 = load(x, input + pitch + third);
            FloatVector sum = a2.fma(w2, a1.fma(w1, a0.mul(w0)));
            sum = b2.fma(w5, b1.fma(w4, b0.fma(w3, sum)));
            c2.fma(w8, c1.fma(w7, c0.fma(w6, sum))).intoArray(sums, s + o * width);
            a0 = a2;
            b0 = b2;
            c0 = c2;
            input += 2 * pitch;
        }
    }
}
