package org.fitact.tensor.backend.simd.product;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.product.Run.Place;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * The runs of a convolution: the output pixels by the taps that lie inside the input. The taps of one line of the kernel
 * read neighbouring pixels, and channels are innermost, so they are one piece of {@code taps · inChannels} terms; the order
 * of a sum is (ky, kx, i).
 */
public final class ForwardRuns {

    /** Neighbouring outputs of one dimension for which taps {@code first..last−1} lie inside the input. */
    private record Span(int from, int to, int first, int last) {

        int outputs() {
            return to - from;
        }

        int taps() {
            return last - first;
        }
    }

    /** What it costs to read the weights of a tap from beyond the L2 cache, in products of a tile with them. */
    private static final int WEIGHT_PASS = 3;

    private ForwardRuns() {}

    /** Runs by border class, or one of the whole map where that takes fewer steps of a tile. */
    public static List<Run> of(Conv2d shape) {
        List<Span> rows = spans(shape, shape.height(), shape.outHeight(), shape.kernelHeight());
        List<Span> columns = spans(shape, shape.width(), shape.outWidth(), shape.kernelWidth());
        if (stepsOfWholeMap(shape) < stepsOfClasses(shape, rows, columns)) {
            Span y = new Span(0, shape.outHeight(), 0, shape.kernelHeight());
            Span x = new Span(0, shape.outWidth(), 0, shape.kernelWidth());
            return List.of(run(shape, y, x, shape));
        }
        List<Run> runs = new ArrayList<>();
        rows.forEach(y -> columns.forEach(x -> runs.add(run(shape, y, x, null))));
        return runs;
    }

    /** Tiles times taps, over all runs, and what it takes to bring in the weights for each strip. */
    public static long steps(Conv2d shape) {
        List<Span> rows = spans(shape, shape.height(), shape.outHeight(), shape.kernelHeight());
        List<Span> columns = spans(shape, shape.width(), shape.outWidth(), shape.kernelWidth());
        return Math.min(stepsOfWholeMap(shape), stepsOfClasses(shape, rows, columns));
    }

    private static long stepsOfWholeMap(Conv2d shape) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        return steps(shape, shape.outHeight() * shape.outWidth(), taps);
    }

    private static long stepsOfClasses(Conv2d shape, List<Span> rows, List<Span> columns) {
        long steps = 0;
        for (Span y : rows) {
            for (Span x : columns) {
                steps += steps(shape, y.outputs() * x.outputs(), y.taps() * x.taps());
            }
        }
        return steps;
    }

    private static long steps(Conv2d shape, int pixels, int taps) {
        long tiles = ((long) shape.batch() * pixels + Tiles.ROWS - 1) / Tiles.ROWS;
        long strips = (tiles + Tiles.STRIP - 1) / Tiles.STRIP;
        return (tiles + WEIGHT_PASS * strips) * taps;
    }

    private static List<Span> spans(Conv2d shape, int inputs, int outputs, int kernel) {
        List<Span> spans = new ArrayList<>();
        for (int from = 0; from < outputs; ) {
            int first = first(shape, from, kernel);
            int last = last(shape, from, inputs, kernel);
            int to = from + 1;
            while (to < outputs && first(shape, to, kernel) == first && last(shape, to, inputs, kernel) == last) {
                to++;
            }
            spans.add(new Span(from, to, first, Math.max(first, last)));
            from = to;
        }
        return spans;
    }

    private static int first(Conv2d shape, int output, int kernel) {
        return Math.clamp(shape.padding() - (long) output * shape.stride(), 0, kernel);
    }

    private static int last(Conv2d shape, int output, int inputs, int kernel) {
        return Math.clamp(inputs + shape.padding() - (long) output * shape.stride(), 0, kernel);
    }

    private static Run run(Conv2d shape, Span y, Span x, Conv2d clip) {
        int channels = shape.inChannels();
        int line = shape.width() * channels;
        Terms terms = new Terms();
        for (int ky = y.first; ky < y.last && x.taps() > 0; ky++) {
            int input = ky * line + x.first * channels;
            terms.add(input, (ky * shape.kernelWidth() + x.first) * channels, ky, x.taps() * channels);
        }
        int outputs = shape.outChannels();
        int stride = shape.stride();
        int top = y.from * stride - shape.padding();
        int left = x.from * stride - shape.padding();
        Place input = new Place(top * line + left * channels, stride * channels, stride * line, shape.height() * line);
        int outputLine = shape.outWidth() * outputs;
        Place output =
                new Place(y.from * outputLine + x.from * outputs, outputs, outputLine, shape.outHeight() * outputLine);
        return new Run(shape.batch(), y.outputs(), x.outputs(), input, output, terms.blocks(), clip);
    }
}
