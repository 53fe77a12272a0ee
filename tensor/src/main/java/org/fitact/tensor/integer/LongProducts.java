package org.fitact.tensor.integer;

import java.util.Arrays;
import java.util.Optional;

/**
 * Sums in longs, for words too long for {@link DoubleProducts}, the loops as there. Where a sum may not be a long, as with words of
 * 32 bits everywhere, weights are taken in two parts, {@code w = high·2^16 + low} with low from 0 on, and the sums of both are put
 * together.
 */
final class LongProducts extends ExactProducts {

    /** What sums stay below; one bit less than a long holds, so that the bound itself may be rounded. */
    private static final double EXACT = 0x1p62;

    /** Bits of the low part. */
    private static final int LOW = 16;

    private static final long LOW_BITS = (1L << LOW) - 1;

    private final long[] weights;
    private final boolean divided;
    /** Of a block of pixels, the sums of each, or those of the high part, and those of the low one. */
    private final long[][] products;

    private final long[][] low;
    private final long[][] near;

    private LongProducts(ProductArithmetic arithmetic, LayerWords layer, int channels, boolean divided, NodeRun run) {
        super(arithmetic, layer, run);
        this.weights = layer.weight();
        this.divided = divided;
        this.products = new long[PIXELS][channels];
        this.low = new long[divided ? PIXELS : 0][channels];
        this.near = new long[ROWS][channels];
    }

    /**
     * None where sums may not be longs even by parts.
     *
     * @param channels that are computed together
     * @param terms of a sum
     * @param largest what no magnitude of an input exceeds
     */
    static Optional<LongProducts> of(
            ProductArithmetic arithmetic, LayerWords layer, int channels, int terms, double largest, NodeRun run) {
        double whole = layer.largestMagnitude();
        // A part is rounded down, so its magnitude may be larger by 1.
        double high = Math.scalb(whole, -LOW) + terms;
        double low = Math.scalb((double) terms, LOW);
        boolean divided = largest * whole >= EXACT;
        if (divided && largest * Math.max(high, low) >= EXACT) {
            return Optional.empty();
        }
        return Optional.of(new LongProducts(arithmetic, layer, channels, divided, run));
    }

    /** Whether weights are taken in two parts. */
    boolean isDivided() {
        return divided;
    }

    @Override
    long word(Accumulation sums, int pixel, int channel, int element, long bias) {
        long sum = products[pixel][channel];
        return divided ? sums.whole(sum, LOW, low[pixel][channel], element, bias) : sums.whole(sum, element, bias);
    }

    @Override
    void multiply(int pixels, int terms, long[] inputs, int stride, int first) {
        if (divided) {
            multiply(pixels, terms, inputs, stride, first, LOW, -1, products);
            multiply(pixels, terms, inputs, stride, first, 0, LOW_BITS, low);
        } else {
            multiply(pixels, terms, inputs, stride, first, 0, -1, products);
        }
    }

    /** Of the weights' bits from {@code shift} on those of a mask. */
    private void multiply(
            int pixels, int terms, long[] inputs, int stride, int first, int shift, long mask, long[][] sums) {
        for (int p = 0; p < pixels; p++) {
            Arrays.fill(sums[p], 0);
        }
        for (int t = 0; t < terms; t += ROWS) {
            int rows = Math.min(ROWS, terms - t);
            for (int r = 0; r < ROWS; r++) {
                Arrays.fill(near[r], 0);
                if (r < rows) {
                    part((t + r) * stride + first, shift, mask, near[r]);
                }
            }
            for (int p = 0; p < pixels; p++) {
                int at = p * terms + t;
                long a = inputs[at];
                long b = rows > 1 ? inputs[at + 1] : 0;
                long c = rows > 2 ? inputs[at + 2] : 0;
                long d = rows > 3 ? inputs[at + 3] : 0;
                if ((a | b | c | d) != 0) {
                    addRows(a, near[0], b, near[1], c, near[2], d, near[3], sums[p]);
                }
            }
        }
    }

    private void part(int from, int shift, long mask, long[] row) {
        for (int o = 0; o < row.length; o++) {
            row[o] = weights[from + o] >> shift & mask;
        }
    }

    private static void addRows(
            long a, long[] wa, long b, long[] wb, long c, long[] wc, long d, long[] wd, long[] sums) {
        for (int o = 0; o < sums.length; o++) {
            sums[o] += a * wa[o] + b * wb[o] + (c * wc[o] + d * wd[o]);
        }
    }
}
