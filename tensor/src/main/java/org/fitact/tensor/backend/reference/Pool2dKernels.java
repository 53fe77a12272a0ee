package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.Pool2d;

/** Pooling. Each output element knows its window by the index of the window's first input element. */
final class Pool2dKernels {

    /** One window: the index of its output element and that of its first input element. */
    private interface Window {
        void at(int output, int first);
    }

    private Pool2dKernels() {}

    static void pool(Pool2d shape, float[] x, float[] y) {
        forEachWindow(
                shape,
                (output, first) -> y[output] = switch (shape.kind()) {
                    case MAX -> x[largest(shape, x, first)];
                    case AVERAGE -> mean(shape, x, first);
                });
    }

    static void poolBackward(Pool2d shape, float[] x, float[] gy, float[] gx) {
        double[] sum = new double[shape.inputElements()];
        forEachWindow(shape, (output, first) -> {
            switch (shape.kind()) {
                case MAX -> sum[largest(shape, x, first)] += gy[output];
                case AVERAGE -> {
                    double share = (double) gy[output] / (shape.kernel() * shape.kernel());
                    for (int tap = 0; tap < shape.kernel() * shape.kernel(); tap++) {
                        sum[element(shape, first, tap)] += share;
                    }
                }
            }
        });
        for (int i = 0; i < sum.length; i++) {
            gx[i] = (float) sum[i];
        }
    }

    private static void forEachWindow(Pool2d shape, Window window) {
        int output = 0;
        for (int image = 0; image < shape.batch(); image++) {
            for (int oy = 0; oy < shape.outHeight(); oy++) {
                for (int ox = 0; ox < shape.outWidth(); ox++) {
                    int pixel = (image * shape.height() + oy * shape.stride()) * shape.width() + ox * shape.stride();
                    for (int channel = 0; channel < shape.channels(); channel++, output++) {
                        window.at(output, pixel * shape.channels() + channel);
                    }
                }
            }
        }
    }

    /** Index of the input element under one tap of a window; taps are numbered in row-major order. */
    private static int element(Pool2d shape, int first, int tap) {
        int ky = tap / shape.kernel();
        int kx = tap % shape.kernel();
        return first + (ky * shape.width() + kx) * shape.channels();
    }

    /** Index of the first NaN of a window, or else of its first largest element. */
    private static int largest(Pool2d shape, float[] x, int first) {
        int best = first;
        for (int tap = 1; tap < shape.kernel() * shape.kernel() && !Float.isNaN(x[best]); tap++) {
            int element = element(shape, first, tap);
            if (x[element] > x[best] || Float.isNaN(x[element])) {
                best = element;
            }
        }
        return best;
    }

    private static float mean(Pool2d shape, float[] x, int first) {
        double sum = 0;
        for (int tap = 0; tap < shape.kernel() * shape.kernel(); tap++) {
            sum += x[element(shape, first, tap)];
        }
        return (float) (sum / (shape.kernel() * shape.kernel()));
    }
}
