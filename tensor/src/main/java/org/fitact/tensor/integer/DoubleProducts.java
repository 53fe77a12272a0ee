package org.fitact.tensor.integer;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/**
 * Sums of products in doubles, where they are known to be exact: pixels by rows of weights. The inner loop goes over output
 * channels, four rows of weights at a time, all arrays by one index, which is what the JIT compiles to vectors; a block of pixels shares the
 * rows while they are near. For one thread.
 */
final class DoubleProducts {

    /** Pixels that share rows of weights. */
    private static final int PIXELS = 16;

    /** Rows of weights at a time. */
    private static final int ROWS = 4;

    private final LayerWords layer;
    private final Accumulation sums;
    /** Of a block of pixels, the sums of each; and rows of weights, beside them: all go by the same index. */
    private final double[][] products;

    private final double[][] near;

    /** @param channels that are computed together */
    DoubleProducts(ProductArithmetic arithmetic, LayerWords layer, int channels, NodeRun run) {
        this.layer = layer;
        this.sums = new Accumulation(arithmetic, run);
        this.products = new double[PIXELS][channels];
        this.near = new double[ROWS][channels];
    }

    /** The weights as doubles. */
    private record Weights(long[] words, double[] doubles) implements LayerWords.Form {

        static Weights of(LayerWords layer) {
            long[] words = layer.weight();
            double[] doubles = new double[words.length];
            for (int i = 0; i < words.length; i++) {
                doubles[i] = words[i];
            }
            return new Weights(words, doubles);
        }

        @Override
        public void changed(int index) {
            doubles[index] = words[index];
        }
    }

    private double[] weights() {
        return layer.form(Weights.class, () -> Weights.of(layer)).doubles();
    }

    void linear(int m, int n, int k, long[] x, long[] y) {
        double[] w = weights();
        double[] inputs = new double[PIXELS * k];
        for (int first = 0; first < m; first += PIXELS) {
            int rows = Math.min(PIXELS, m - first);
            for (int i = 0; i < rows * k; i++) {
                inputs[i] = x[first * k + i];
            }
            multiply(rows, k, inputs, w, n, 0);
            for (int i = 0; i < rows * n; i++) {
                y[first * n + i] = sums.whole((long) products[i / n][i % n], first * n + i, layer.bias(i % n));
            }
        }
    }

    void conv2d(Conv2d shape, long[] words, long[] y) {
        double[] w = weights();
        double[] x = new double[shape.inputElements()];
        for (int i = 0; i < x.length; i++) {
            x[i] = words[i];
        }
        int channels = shape.outPerGroup();
        int terms = shape.terms();
        double[] inputs = new double[PIXELS * terms];
        for (int group = 0; group < shape.groups(); group++) {
            for (int first = 0; first < shape.outputPixels(); first += PIXELS) {
                int pixels = Math.min(PIXELS, shape.outputPixels() - first);
                for (int p = 0; p < pixels; p++) {
                    gather(shape, x, group, first + p, inputs, p * terms);
                }
                multiply(pixels, terms, inputs, w, shape.outChannels(), group * channels);
                for (int i = 0; i < pixels * channels; i++) {
                    int o = group * channels + i % channels;
                    int element = (first + i / channels) * shape.outChannels() + o;
                    y[element] = sums.whole((long) products[i / channels][i % channels], element, layer.bias(o));
                }
            }
        }
    }

    /** The inputs of an output pixel, tap by tap; 0 in the padding. */
    private static void gather(Conv2d shape, double[] x, int group, int pixel, double[] inputs, int at) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        int ox = pixel % shape.outWidth();
        int oy = pixel / shape.outWidth() % shape.outHeight();
        int image = pixel / shape.outWidth() / shape.outHeight();
        int in = shape.inPerGroup();
        Arrays.fill(inputs, at, at + shape.terms(), 0);
        for (int ky = down.firstTap(oy); ky < down.endTap(oy, shape.height()); ky++) {
            int line = image * shape.height() + down.input(oy, ky);
            for (int kx = across.firstTap(ox); kx < across.endTap(ox, shape.width()); kx++) {
                int from = (line * shape.width() + across.input(ox, kx)) * shape.inChannels() + group * in;
                int to = at + (ky * shape.kernelWidth() + kx) * in;
                System.arraycopy(x, from, inputs, to, in);
            }
        }
    }

    /**
     * {@code products[p][o] = Σ_t inputs[p, t] · w[t, first + o]}.
     *
     * @param stride of w's rows
     */
    private void multiply(int pixels, int terms, double[] inputs, double[] w, int stride, int first) {
        for (int p = 0; p < pixels; p++) {
            Arrays.fill(products[p], 0);
        }
        for (int t = 0; t < terms; t += ROWS) {
            int rows = Math.min(ROWS, terms - t);
            for (int r = 0; r < ROWS; r++) {
                if (r < rows) {
                    System.arraycopy(w, (t + r) * stride + first, near[r], 0, near[r].length);
                } else {
                    Arrays.fill(near[r], 0);
                }
            }
            for (int p = 0; p < pixels; p++) {
                int at = p * terms + t;
                double a = inputs[at];
                double b = rows > 1 ? inputs[at + 1] : 0;
                double c = rows > 2 ? inputs[at + 2] : 0;
                double d = rows > 3 ? inputs[at + 3] : 0;
                if (a != 0 || b != 0 || c != 0 || d != 0) {
                    addRows(a, near[0], b, near[1], c, near[2], d, near[3], products[p]);
                }
            }
        }
    }

    /** Each product and each sum is a whole number that a double has, so it does not matter how they are added. */
    private static void addRows(
            double a, double[] wa, double b, double[] wb, double c, double[] wc, double d, double[] wd, double[] sums) {
        for (int o = 0; o < sums.length; o++) {
            sums[o] += a * wa[o] + b * wb[o] + (c * wc[o] + d * wd[o]);
        }
    }
}
