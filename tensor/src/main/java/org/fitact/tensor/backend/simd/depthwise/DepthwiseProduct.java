package org.fitact.tensor.backend.simd.depthwise;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import java.util.Arrays;
import java.util.function.Consumer;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.product.Finish;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Walks over {@code y = finish(conv(x, w))} of many small groups. A task is some lines of the output by some of its
 * channels. Inside, a group of pixels passes over blocks of channels, so that the weights of a block stay in the L1 cache,
 * and the pixels that all of its lines see do too; where maps exceed the caches, every pixel is so brought in once.
 *
 * <p>The order of a sum is (ky, kx, i), as in {@link org.fitact.tensor.backend.simd.product.RowProduct}.
 *
 * @param w as it lies in memory: the channels of a tap are neighbours already
 * @param y modified
 */
public record DepthwiseProduct(Conv2d shape, float[] x, float[] w, float[] y, Finish finish) {

    /** Tasks for each thread, so that the threads end together. */
    private static final int TASKS = 8;

    /** Pixels whose sums wait for their finish together. */
    private static final int PIXELS = 32;

    /** The most channels of a block: the lines that a kernel sees of these pixels stay in the L1 cache. */
    private static final int BLOCK = 96;

    /** Whether this is the way for a shape: else a vector of outputs has its inputs in common. */
    public static boolean suits(Conv2d shape) {
        return shape.groups() > 1 && (shape.isDepthwise() || shape.outPerGroup() < L);
    }

    public void compute(Execution execution) {
        withWeights(execution, weights -> withPlanes(execution, planes -> compute(execution, weights, planes)));
    }

    /** @param planes for each worker; null where none are needed */
    private void compute(Execution execution, float[] weights, float[][] planes) {
        int lines = shape.batch() * shape.outHeight();
        int wanted = TASKS * execution.workers().threads();
        int pieces = Math.min(lines, wanted);
        int blocks = Math.ceilDiv(shape.outChannels(), block());
        int parts = Math.clamp(wanted / lines, 1, blocks);
        execution.workers().run(pieces * parts, finish.completing((index, worker) -> {
            int part = index / pieces;
            int from = part * blocks / parts * block();
            int to = Math.min(shape.outChannels(), (part + 1) * blocks / parts * block());
            DepthwiseLine line = DepthwiseLine.of(shape, x, weights, planes == null ? null : planes[worker]);
            int piece = index % pieces;
            int end = (int) ((piece + 1L) * lines / pieces);
            for (int number = (int) ((long) piece * lines / pieces); number < end; number++) {
                line.moveTo(number, new Channels(from, to));
                execution.tiles()[worker].seen()[0] = Float.floatToRawIntBits(line.fetch());
                multiply(line, number, new Channels(from, to), execution.tiles()[worker]);
            }
        }));
    }

    /** The weights; of fewer channels than a vector has lanes, with zeros for the others. */
    private void withWeights(Execution execution, Consumer<float[]> op) {
        int channels = shape.outChannels();
        if (channels >= L) {
            op.accept(w);
            return;
        }
        execution.withArray(shape.terms() * L, padded -> {
            Arrays.fill(padded, 0, shape.terms() * L, 0);
            for (int term = 0; term < shape.terms(); term++) {
                System.arraycopy(w, term * channels, padded, term * L, channels);
            }
            op.accept(padded);
        });
    }

    /** Memory for the inputs in the lanes of their outputs, where they do not lie so already. */
    private void withPlanes(Execution execution, Consumer<float[][]> op) {
        if (Planes.areNeeded(shape)) {
            execution.withScratch(Planes.elements(shape), op);
        } else {
            op.accept(null);
        }
    }

    /** Channels of a block: whole vectors, and all blocks about the same. */
    private int block() {
        int blocks = Math.ceilDiv(shape.outChannels(), BLOCK);
        return Lanes.roundUp(Math.ceilDiv(shape.outChannels(), blocks), L);
    }

    private void multiply(DepthwiseLine line, int number, Channels channels, Tiles tiles) {
        for (int first = 0; first < shape.outWidth(); first += PIXELS) {
            int end = Math.min(shape.outWidth(), first + PIXELS);
            for (int from = channels.from(); from < channels.to(); from += block()) {
                Channels block = new Channels(from, Math.min(channels.to(), from + block()));
                line.sums(first, end, block, tiles.acc(), FIRST);
                finish(number * shape.outWidth() + first, end - first, block, tiles);
            }
        }
    }

    private void finish(int pixel, int count, Channels block, Tiles tiles) {
        int channels = shape.outChannels();
        if (block.count() == channels && channels % L == 0) {
            finish.pixels(tiles.acc(), FIRST, y, pixel * channels, count, channels);
            return;
        }
        for (int p = 0; p < count; p++) {
            tiles.results()[p] = (pixel + p) * channels;
        }
        finish.rows(tiles.acc(), FIRST, block.width(), y, tiles.results(), 0, count, block.from(), block.count());
    }
}
