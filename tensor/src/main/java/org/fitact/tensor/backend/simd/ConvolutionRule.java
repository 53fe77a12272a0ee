package org.fitact.tensor.backend.simd;

import org.fitact.tensor.backend.Conv2d;

/**
 * Chooses the algorithm of a convolution by its shape alone: never by timing, never by the machine, so that a study gives
 * the same numbers wherever it runs. The cost of each algorithm is estimated in cycles of one core with two
 * 512-bit multiply-add units; the constants were measured on such a core.
 *
 * <p>Where the weights are many, {@link WinogradOnce} transforms them without ever writing them as a whole, but the rule
 * still charges for writing and reading that: it overstates the cost of Winograd's algorithm there. In training with 64
 * images and more that decides nothing, on maps from 1×1 to 32×32 with 32 to 512 channels; with 16 or 32 images 4×4 maps
 * would go the other way. It stays as it is, since another rule would be other results.
 */
final class ConvolutionRule {

    /** Multiply-adds in a cycle. */
    private static final int RATE = 32;

    /** Bytes of weights that a cycle brings in from where they do not fit the L2 cache. */
    private static final int WEIGHT_BYTES = 5;

    /** Cycles to transform a patch of 16 channels there, or the products of 16 channels back. */
    private static final int TRANSFORM = 150;

    /** Cycles to transform 16 filters. */
    private static final int TRANSFORM_WEIGHT = 150;

    private ConvolutionRule() {}

    /**
     * Whether Winograd's algorithm is the faster one.
     *
     * @param everyCall whether the weights have to be transformed for this one product
     */
    static boolean prefersWinograd(Conv2d shape, boolean everyCall) {
        return Winograd.fits(shape) && winograd(shape, everyCall) < direct(shape);
    }

    private static long direct(Conv2d shape) {
        long pairs = (long) shape.inChannels() * shape.outChannels();
        return ForwardRuns.steps(shape) * Tiles.ROWS * pairs / RATE;
    }

    private static long winograd(Conv2d shape, boolean everyCall) {
        long pairs = (long) shape.inChannels() * shape.outChannels();
        long tiles = Winograd.of(shape).tiles();
        long products = Winograd.PRODUCTS * Lanes.roundUp((int) tiles, Tiles.ROWS) * pairs / RATE;
        long transforms = tiles * (shape.inChannels() + shape.outChannels()) / 16 * TRANSFORM;
        long weights = everyCall ? pairs / 16 * TRANSFORM_WEIGHT + weights(2 * Winograd.PRODUCTS, pairs) : 0;
        return products + transforms + weights + weights(Winograd.PRODUCTS, pairs);
    }

    /** The same for the gradient by the weight, whose 36 sums for each pair of channels have to be brought in and out. */
    static boolean prefersWinogradForWeight(Conv2d shape) {
        if (!Winograd.fits(shape)) {
            return false;
        }
        long pairs = (long) shape.inChannels() * shape.outChannels();
        long tiles = Winograd.of(shape).tiles();
        long pixels = (long) shape.batch() * shape.outHeight() * shape.outWidth();
        long transforms = tiles * (shape.inChannels() + shape.outChannels()) / 16 * TRANSFORM;
        long winograd = Winograd.PRODUCTS * tiles * pairs / RATE + transforms + weights(2 * Winograd.PRODUCTS, pairs);
        return winograd < 9 * pixels * pairs / RATE;
    }

    private static long weights(int perPair, long pairs) {
        return perPair * pairs * Float.BYTES / WEIGHT_BYTES;
    }
}
