package org.fitact.tensor.backend.simd.depthwise;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import java.util.Arrays;
import java.util.function.Consumer;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.product.Finish;
import org.fitact.tensor.backend.simd.run.Execution;
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
    private static final int PIXELS = 16;

    /** Whether this is the way for a shape: else a vector of outputs has its inputs in common. */
    public static boolean suits(Conv2d shape) {
        return shape.groups() > 1 && (shape.isDepthwise() || shape.outPerGroup() < L);
    }

    public void compute(Execution execution) {
        int lines = shape.batch() * shape.outHeight();
        int wanted = TASKS * execution.workers().threads();
        int pieces = Math.min(lines, wanted);
        int blocks = Math.ceilDiv(shape.outChannels(), Finish.WIDE);
        int parts = Math.clamp(wanted / lines, 1, blocks);
        withWeights(
                execution,
                weights -> withPlanes(
                        execution,
                        planes -> execution.workers().run(pieces * parts, finish.completing((index, worker) -> {
                            int part = index / pieces;
                            Channels channels = new Channels(
                                    part * blocks / parts * Finish.WIDE,
                                    Math.min(shape.outChannels(), (part + 1) * blocks / parts * Finish.WIDE));
                            DepthwiseLine line =
                                    DepthwiseLine.of(shape, x, weights, planes == null ? null : planes[worker]);
                            int piece = index % pieces;
                            int end = (int) ((piece + 1L) * lines / pieces);
                            for (int number = (int) ((long) piece * lines / pieces); number < end; number++) {
                                line.moveTo(number, channels);
                                multiply(line, number, channels, execution.tiles()[worker]);
                            }
                        }))));
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

    private void multiply(DepthwiseLine line, int number, Channels channels, Tiles tiles) {
        int width = shape.outWidth();
        int at = FIRST + L;
        for (int first = 0; first < width; first += PIXELS) {
            int end = Math.min(width, first + PIXELS);
            for (int ox = first; ox < end; ox++) {
                tiles.results()[ox - first] = (number * width + ox) * shape.outChannels();
            }
            for (int from = channels.from(); from < channels.to(); from += Finish.WIDE) {
                Channels block = new Channels(from, Math.min(channels.to(), from + Finish.WIDE));
                line.sums(first, end, block, tiles.acc(), at);
                finish.rows(tiles.acc(), at, Finish.WIDE, y, tiles.results(), 0, end - first, from, block.to() - from);
            }
        }
    }
}
