package org.fitact.tensor.backend.reference;

import java.util.function.IntConsumer;
import org.fitact.tensor.backend.op.Pool2d;

/** Pooling. */
final class Pool2dKernels {

    /** One window of one channel of one image. */
    private record Window(Pool2d shape, int image, int oy, int ox, int channel) {

        /** The elements of the input under its taps, in row-major order. */
        void forEach(IntConsumer element) {
            for (int ky = 0; ky < shape.window().kernelHeight(); ky++) {
                int iy = shape.window().vertical().input(oy, ky);
                for (int kx = 0; kx < shape.window().kernelWidth(); kx++) {
                    int ix = shape.window().horizontal().input(ox, kx);
                    if (iy >= 0 && iy < shape.height() && ix >= 0 && ix < shape.width()) {
                        element.accept(
                                ((image * shape.height() + iy) * shape.width() + ix) * shape.channels() + channel);
                    }
                }
            }
        }

        /** The first NaN, or else the first largest element; −1 for none. */
        int largest(float[] x) {
            int[] best = {-1};
            forEach(i -> {
                boolean first = best[0] < 0;
                if (first || !Float.isNaN(x[best[0]]) && (x[i] > x[best[0]] || Float.isNaN(x[i]))) {
                    best[0] = i;
                }
            });
            return best[0];
        }

        float largestElement(float[] x) {
            int largest = largest(x);
            return largest < 0 ? Float.NEGATIVE_INFINITY : x[largest];
        }

        float mean(float[] x) {
            double[] sum = new double[1];
            forEach(i -> sum[0] += x[i]);
            return (float) (sum[0] / shape.divisor(oy, ox));
        }
    }

    private interface Action {
        void at(int output, Window window);
    }

    private Pool2dKernels() {}

    static void pool(Pool2d shape, float[] x, float[] y) {
        forEachWindow(
                shape,
                (output, window) -> y[output] = switch (shape.kind()) {
                    case MAX -> window.largestElement(x);
                    case AVERAGE -> window.mean(x);
                });
    }

    static void poolBackward(Pool2d shape, float[] x, float[] gy, float[] gx) {
        double[] sum = new double[shape.inputElements()];
        forEachWindow(shape, (output, window) -> {
            switch (shape.kind()) {
                case MAX -> {
                    int largest = window.largest(x);
                    if (largest >= 0) {
                        sum[largest] += gy[output];
                    }
                }
                case AVERAGE -> {
                    double share = (double) gy[output] / shape.divisor(window.oy, window.ox);
                    window.forEach(i -> sum[i] += share);
                }
            }
        });
        for (int i = 0; i < sum.length; i++) {
            gx[i] = (float) sum[i];
        }
    }

    private static void forEachWindow(Pool2d shape, Action action) {
        int output = 0;
        for (int image = 0; image < shape.batch(); image++) {
            for (int oy = 0; oy < shape.outHeight(); oy++) {
                for (int ox = 0; ox < shape.outWidth(); ox++) {
                    for (int channel = 0; channel < shape.channels(); channel++, output++) {
                        action.at(output, new Window(shape, image, oy, ox, channel));
                    }
                }
            }
        }
    }
}
