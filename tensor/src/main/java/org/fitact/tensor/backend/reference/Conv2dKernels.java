package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.Conv2d;

/**
 * Convolution and its two gradients. All three visit the same taps (a pixel of the input, a pixel of the output and the
 * {@code [inChannels, outChannels]} matrix of weights between them) and differ only in which of the three is the sum.
 */
final class Conv2dKernels {

    /** One tap: the index of the first channel of the input pixel, of the output pixel, and of the first weight. */
    private interface Tap {
        void at(int x, int y, int w);
    }

    private Conv2dKernels() {}

    static void conv2d(Conv2d shape, float[] x, float[] w, float[] y, EpilogueKernel epilogue) {
        double[] sum = new double[shape.outputElements()];
        int out = shape.outChannels();
        forEachTap(shape, (xAt, yAt, wAt) -> {
            for (int i = 0; i < shape.inChannels(); i++) {
                double pixel = x[xAt + i];
                for (int o = 0; o < out; o++) {
                    sum[yAt + o] += pixel * w[wAt + i * out + o];
                }
            }
        });
        for (int element = 0; element < sum.length; element++) {
            y[element] = epilogue.apply(sum[element], element);
        }
    }

    static void gradInput(Conv2d shape, float[] gy, float[] w, float[] gx) {
        double[] sum = new double[shape.inputElements()];
        int out = shape.outChannels();
        forEachTap(shape, (xAt, yAt, wAt) -> {
            for (int i = 0; i < shape.inChannels(); i++) {
                for (int o = 0; o < out; o++) {
                    sum[xAt + i] += (double) gy[yAt + o] * w[wAt + i * out + o];
                }
            }
        });
        round(sum, gx);
    }

    static void gradWeight(Conv2d shape, float[] x, float[] gy, float[] gw) {
        double[] sum = new double[shape.weightElements()];
        int out = shape.outChannels();
        forEachTap(shape, (xAt, yAt, wAt) -> {
            for (int i = 0; i < shape.inChannels(); i++) {
                double pixel = x[xAt + i];
                for (int o = 0; o < out; o++) {
                    sum[wAt + i * out + o] += pixel * gy[yAt + o];
                }
            }
        });
        round(sum, gw);
    }

    private static void forEachTap(Conv2d shape, Tap tap) {
        for (int image = 0; image < shape.batch(); image++) {
            for (int oy = 0; oy < shape.outHeight(); oy++) {
                for (int ox = 0; ox < shape.outWidth(); ox++) {
                    forEachTapOfPixel(shape, image, oy, ox, tap);
                }
            }
        }
    }

    private static void forEachTapOfPixel(Conv2d shape, int image, int oy, int ox, Tap tap) {
        int y = ((image * shape.outHeight() + oy) * shape.outWidth() + ox) * shape.outChannels();
        for (int ky = 0; ky < shape.kernelHeight(); ky++) {
            int iy = oy * shape.stride() + ky - shape.padding();
            for (int kx = 0; kx < shape.kernelWidth(); kx++) {
                int ix = ox * shape.stride() + kx - shape.padding();
                if (iy < 0 || iy >= shape.height() || ix < 0 || ix >= shape.width()) {
                    continue;
                }
                int x = ((image * shape.height() + iy) * shape.width() + ix) * shape.inChannels();
                int w = (ky * shape.kernelWidth() + kx) * shape.inChannels() * shape.outChannels();
                tap.at(x, y, w);
            }
        }
    }

    private static void round(double[] sum, float[] result) {
        for (int i = 0; i < sum.length; i++) {
            result[i] = (float) sum[i];
        }
    }
}
