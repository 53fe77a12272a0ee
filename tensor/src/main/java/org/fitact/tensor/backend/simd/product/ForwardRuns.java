package org.fitact.tensor.backend.simd.product;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;
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

    /**
     * Runs by border class, or one of the whole map where that takes fewer steps of a tile: of the first group, whose
     * channels lie apart where there are others.
     */
    public static List<Run> of(Conv2d shape) {
        List<Span> rows = spans(shape.window().vertical(), shape.height());
        List<Span> columns = spans(shape.window().horizontal(), shape.width());
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
        List<Span> rows = spans(shape.window().vertical(), shape.height());
        List<Span> columns = spans(shape.window().horizontal(), shape.width());
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

    private static List<Span> spans(Window1d window, int inputs) {
        int outputs = window.outputs(inputs);
        List<Span> spans = new ArrayList<>();
        for (int from = 0; from < outputs; ) {
            int first = window.firstTap(from);
            int last = window.endTap(from, inputs);
            int to = from + 1;
            while (to < outputs && window.firstTap(to) == first && window.endTap(to, inputs) == last) {
                to++;
            }
            spans.add(new Span(from, to, first, Math.max(first, last)));
            from = to;
        }
        return spans;
    }

    private static Run run(Conv2d shape, Span y, Span x, Conv2d clip) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        int line = shape.width() * shape.inChannels();
        int outputs = shape.outChannels();
        Place input = new Place(
                down.input(y.from, 0) * line + across.input(x.from, 0) * shape.inChannels(),
                across.stride() * shape.inChannels(),
                down.stride() * line,
                shape.height() * line);
        int outputLine = shape.outWidth() * outputs;
        Place output =
                new Place(y.from * outputLine + x.from * outputs, outputs, outputLine, shape.outHeight() * outputLine);
        return new Run(
                shape.batch(),
                y.outputs(),
                x.outputs(),
                input,
                output,
                terms(shape, y, x).blocks(),
                clip);
    }

    /** The taps of a line are one piece where all their channels are neighbours in the input, else a piece each. */
    private static Terms terms(Conv2d shape, Span y, Span x) {
        int pitch = shape.inChannels();
        int channels = shape.inPerGroup();
        int across = shape.window().horizontal().dilation();
        int together = across == 1 && channels == pitch ? x.taps() : 1;
        Terms terms = new Terms();
        for (int ky = y.first; ky < y.last && x.taps() > 0; ky++) {
            int line = ky * shape.window().vertical().dilation();
            for (int kx = x.first; kx < x.last; kx += together) {
                int from = kx * across * pitch;
                int input = line * shape.width() * pitch + from;
                int weight = (ky * shape.kernelWidth() + kx) * channels;
                terms.add(new Terms.Piece(input, together * channels, line, from), weight);
            }
        }
        return terms;
    }
}
