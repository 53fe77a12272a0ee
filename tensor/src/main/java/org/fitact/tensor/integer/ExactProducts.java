package org.fitact.tensor.integer;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/**
 * Sums of products that are rounded once at the end, in numbers that are known to hold every sum on the way: pixels by rows of
 * weights. A block of pixels shares the rows while they are near. For one thread.
 */
abstract sealed class ExactProducts permits DoubleProducts, LongProducts {

    /** Pixels that share rows of weights. */
    static final int PIXELS = 16;

    /** Rows of weights at a time. */
    static final int ROWS = 4;

    private final LayerWords layer;
    private final Accumulation sums;

    ExactProducts(ProductArithmetic arithmetic, LayerWords layer, NodeRun run) {
        this.layer = layer;
        this.sums = new Accumulation(arithmetic, run);
    }

    /**
     * Has the sums {@code Σ_t inputs[p, t] · w[t, first + o]} of each pixel p and channel o, for {@link #word}.
     *
     * @param inputs {@code [pixels][terms]}
     * @param stride of w's rows
     */
    abstract void multiply(int pixels, int terms, long[] inputs, int stride, int first);

    /** The word of the output of which {@link #multiply} has the sum. */
    abstract long word(Accumulation sums, int pixel, int channel, int element, long bias);

    final void linear(int m, int n, int k, long[] x, long[] y) {
        long[] inputs = new long[PIXELS * k];
        for (int first = 0; first < m; first += PIXELS) {
            int rows = Math.min(PIXELS, m - first);
            System.arraycopy(x, first * k, inputs, 0, rows * k);
            multiply(rows, k, inputs, n, 0);
            for (int i = 0; i < rows * n; i++) {
                int element = first * n + i;
                y[element] = word(sums, i / n, i % n, element, layer.bias(i % n));
            }
        }
    }

    final void conv2d(Conv2d shape, long[] x, long[] y) {
        int channels = shape.outPerGroup();
        int terms = shape.terms();
        long[] inputs = new long[PIXELS * terms];
        for (int group = 0; group < shape.groups(); group++) {
            for (int first = 0; first < shape.outputPixels(); first += PIXELS) {
                int pixels = Math.min(PIXELS, shape.outputPixels() - first);
                for (int p = 0; p < pixels; p++) {
                    gather(shape, x, group, first + p, inputs, p * terms);
                }
                multiply(pixels, terms, inputs, shape.outChannels(), group * channels);
                for (int i = 0; i < pixels * channels; i++) {
                    int o = group * channels + i % channels;
                    int element = (first + i / channels) * shape.outChannels() + o;
                    y[element] = word(sums, i / channels, i % channels, element, layer.bias(o));
                }
            }
        }
    }

    /** The inputs of an output pixel, tap by tap; 0 in the padding. */
    private static void gather(Conv2d shape, long[] x, int group, int pixel, long[] inputs, int at) {
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
}
