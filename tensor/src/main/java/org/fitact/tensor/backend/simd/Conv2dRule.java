package org.fitact.tensor.backend.simd;

import java.util.Optional;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.product.ForwardRuns;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;
import org.fitact.tensor.backend.simd.winograd.Winograd;
import org.fitact.tensor.backend.simd.winograd.WinogradFewTiles;
import org.fitact.tensor.backend.simd.winograd.WinogradForm;
import org.fitact.tensor.backend.simd.winograd.WinogradOnce;

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
public final class Conv2dRule {

    /** Multiply-adds in a cycle. */
    private static final int RATE = 32;

    /** Bytes of weights that a cycle brings in from where they do not fit the L2 cache. */
    private static final int WEIGHT_BYTES = 5;

    /** Cycles to transform a patch of 16 channels there, or the products of 16 channels back. */
    private static final int TRANSFORM = 150;

    /** Cycles to transform 16 filters. */
    private static final int TRANSFORM_WEIGHT = 150;

    private static final int TAPS = 9;

    private Conv2dRule() {}

    /**
     * Winograd's algorithm that is faster than sums of taps, if one is.
     *
     * @param everyCall whether the weights have to be transformed for this one product
     */
    public static Optional<WinogradForm> form(Conv2d shape, boolean everyCall) {
        if (!Winograd.fits(shape)) {
            return Optional.empty();
        }
        if (winograd(shape, everyCall) < direct(shape)) {
            return Optional.of(WinogradForm.LARGE);
        }
        boolean small = !everyCall && WinogradFewTiles.fits(shape) && small(shape) < direct(shape);
        return small ? Optional.of(WinogradForm.SMALL) : Optional.empty();
    }

    private static long direct(Conv2d shape) {
        long pairs = (long) shape.inChannels() * shape.outChannels();
        return ForwardRuns.steps(shape) * Tiles.ROWS * pairs / RATE;
    }

    private static long winograd(Conv2d shape, boolean everyCall) {
        long pairs = (long) shape.inChannels() * shape.outChannels();
        long tiles = Winograd.of(shape, WinogradForm.LARGE).tiles();
        long products = WinogradForm.LARGE.products() * Lanes.roundUp((int) tiles, Tiles.ROWS) * pairs / RATE;
        long transforms = tiles * (shape.inChannels() + shape.outChannels()) / 16 * TRANSFORM;
        long weights =
                everyCall ? pairs / 16 * TRANSFORM_WEIGHT + weights(2 * WinogradForm.LARGE.products(), pairs) : 0;
        return products + transforms + weights + weights(WinogradForm.LARGE.products(), pairs);
    }

    /** Here the weights are read while products are computed, so that only those count that sums of taps don't have. */
    private static long small(Conv2d shape) {
        long pairs = (long) shape.inChannels() * shape.outChannels();
        Winograd winograd = Winograd.of(shape, WinogradForm.SMALL);
        long products = winograd.products() * Lanes.roundUp(winograd.tiles(), Tiles.ROWS) * pairs / RATE;
        return products + weights(winograd.products() - TAPS, pairs);
    }

    /** The same for the gradient by the weight, whose 36 sums for each pair of channels have to be brought in and out. */
    public static boolean prefersWinogradForWeight(Conv2d shape) {
        if (!Winograd.fits(shape)) {
            return false;
        }
        long pairs = (long) shape.inChannels() * shape.outChannels();
        long tiles = Winograd.of(shape, WinogradForm.LARGE).tiles();
        long pixels = (long) shape.batch() * shape.outHeight() * shape.outWidth();
        long transforms = tiles * (shape.inChannels() + shape.outChannels()) / 16 * TRANSFORM;
        long winograd = WinogradForm.LARGE.products() * tiles * pairs / RATE
                + transforms
                + weights(2 * WinogradForm.LARGE.products(), pairs);
        return winograd < 9 * pixels * pairs / RATE;
    }

    private static long weights(int perPair, long pairs) {
        return perPair * pairs * Float.BYTES / WEIGHT_BYTES;
    }
}
