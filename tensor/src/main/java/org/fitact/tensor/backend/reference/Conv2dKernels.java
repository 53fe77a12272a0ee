package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/**
 * Convolution and its two gradients. All three visit the same taps (an input channel of a group at a pixel, the first
 * output channel of the group at a pixel, and the row of weights between them) and differ only in which of the three is
 * the sum.
 */
final class Conv2dKernels {

    /**
     * One input under one tap: its index, that of the first output that it is added to, and that of their weight. Its
     * group's other outputs, and their weights, follow these.
     */
    private interface Tap {
        void at(int x, int y, int w);
    }

    private Conv2dKernels() {}

    static void conv2d(Conv2d shape, float[] x, float[] w, float[] y, EpilogueKernel epilogue) {
        double[] sum = new double[shape.outputElements()];
        forEachTap(shape, (xAt, yAt, wAt) -> {
            double pixel = x[xAt];
            for (int o = 0; o < shape.outPerGroup(); o++) {
                sum[yAt + o] += pixel * w[wAt + o];
            }
        });
        for (int element = 0; element < sum.length; element++) {
            y[element] = epilogue.apply(sum[element], element);
        }
    }

    static void gradInput(Conv2d shape, float[] gy, float[] w, float[] gx) {
        double[] sum = new double[shape.inputElements()];
        forEachTap(shape, (xAt, yAt, wAt) -> {
            for (int o = 0; o < shape.outPerGroup(); o++) {
                sum[xAt] += (double) gy[yAt + o] * w[wAt + o];
            }
        });
        round(sum, gx);
    }

    static void gradWeight(Conv2d shape, float[] x, float[] gy, float[] gw) {
        double[] sum = new double[shape.weightElements()];
        forEachTap(shape, (xAt, yAt, wAt) -> {
            double pixel = x[xAt];
            for (int o = 0; o < shape.outPerGroup(); o++) {
                sum[wAt + o] += pixel * gy[yAt + o];
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
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        int y = ((image * shape.outHeight() + oy) * shape.outWidth() + ox) * shape.outChannels();
        for (int ky = down.firstTap(oy); ky < down.endTap(oy, shape.height()); ky++) {
            int line = image * shape.height() + down.input(oy, ky);
            for (int kx = across.firstTap(ox); kx < across.endTap(ox, shape.width()); kx++) {
                int x = (line * shape.width() + across.input(ox, kx)) * shape.inChannels();
                int w = (ky * shape.kernelWidth() + kx) * shape.inPerGroup() * shape.outChannels();
                forEachInput(shape, x, y, w, tap);
            }
        }
    }

    /** Of a tap, given by the first channels of two pixels and the first of its weights, all inputs of all groups. */
    private static void forEachInput(Conv2d shape, int x, int y, int w, Tap tap) {
        for (int channel = 0; channel < shape.inChannels(); channel++) {
            int group = channel / shape.inPerGroup();
            int row = channel % shape.inPerGroup() * shape.outChannels();
            int first = group * shape.outPerGroup();
            tap.at(x + channel, y + first, w + row + first);
        }
    }

    private static void round(double[] sum, float[] result) {
        for (int i = 0; i < sum.length; i++) {
            result[i] = (float) sum[i];
        }
    }
}
