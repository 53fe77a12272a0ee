package org.fitact.tensor.integer;

import java.util.Arrays;

/**
 * Sums in doubles. The inner loop goes over output channels, four rows of weights at a time, all arrays by one index, which is what
 * the JIT compiles to vectors.
 */
final class DoubleProducts extends ExactProducts {

    /** Below it a double has all whole numbers; one bit less than it holds, so that the bound itself may be rounded. */
    static final double EXACT = 0x1p52;

    private final double[] weights;
    /** Of a block of pixels, the sums of each; and rows of weights, beside them: all go by the same index. */
    private final double[][] products;

    private final double[][] near;

    /** @param channels that are computed together */
    DoubleProducts(ProductArithmetic arithmetic, LayerWords layer, int channels, NodeRun run) {
        super(arithmetic, layer, run);
        this.weights = layer.form(Weights.class, () -> Weights.of(layer)).doubles();
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

    @Override
    long word(Accumulation sums, int pixel, int channel, int element, long bias) {
        return sums.whole((long) products[pixel][channel], element, bias);
    }

    @Override
    void multiply(int pixels, int terms, long[] inputs, int stride, int first) {
        for (int p = 0; p < pixels; p++) {
            Arrays.fill(products[p], 0);
        }
        for (int t = 0; t < terms; t += ROWS) {
            int rows = Math.min(ROWS, terms - t);
            for (int r = 0; r < ROWS; r++) {
                if (r < rows) {
                    System.arraycopy(weights, (t + r) * stride + first, near[r], 0, near[r].length);
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
