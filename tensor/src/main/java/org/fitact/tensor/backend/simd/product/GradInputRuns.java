package org.fitact.tensor.backend.simd.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.simd.product.Run.Place;

/**
 * The runs of the gradient by the input: {@code gx[iy, ix] = Σ gy[(iy + top − ky·dilation)/stride, …] · w[ky, kx]ᵀ} over the
 * taps for which the division leaves no remainder. The kernel is visited backwards, which reads gy forwards. With a
 * stride, the pixels of a line that share their taps lie {@code stride} apart.
 */
public final class GradInputRuns {

    private GradInputRuns() {}

    public static List<Run> of(Conv2d shape) {
        Window1d across = shape.window().horizontal();
        List<int[]> columns = IntStream.range(0, shape.width())
                .mapToObj(ix -> taps(across, ix, shape.outWidth()))
                .toList();
        List<Run> runs = new ArrayList<>();
        for (int iy = 0; iy < shape.height(); iy++) {
            int[] lines = taps(shape.window().vertical(), iy, shape.outHeight());
            for (int phase = 0; phase < Math.min(across.stride(), shape.width()); phase++) {
                for (int ix = phase; ix < shape.width(); ) {
                    int length = length(across.stride(), columns, ix);
                    runs.add(run(shape, new Pixel(iy, ix, lines, columns.get(ix)), length));
                    ix += length * across.stride();
                }
            }
        }
        return runs;
    }

    /** An input pixel and the lines and columns of the kernel that reach it, last first. */
    private record Pixel(int iy, int ix, int[] lines, int[] columns) {}

    /** The k, last first, of which input i is under tap k of an output. */
    private static int[] taps(Window1d window, int i, int outputs) {
        return IntStream.iterate(window.kernel() - 1, k -> k >= 0, k -> k - 1)
                .filter(k -> (i - window.input(0, k)) % window.stride() == 0)
                .filter(k -> i - window.input(0, k) >= 0 && output(window, i, k) < outputs)
                .toArray();
    }

    /** The output that has input i under its tap k. */
    private static int output(Window1d window, int i, int k) {
        return (i - window.input(0, k)) / window.stride();
    }

    /** Pixels from ix on, stride apart, that have the same taps. */
    private static int length(int stride, List<int[]> columns, int ix) {
        int end = ix + stride;
        while (end < columns.size() && Arrays.equals(columns.get(end), columns.get(ix))) {
            end += stride;
        }
        return (end - ix) / stride;
    }

    private static Run run(Conv2d shape, Pixel pixel, int length) {
        int inputs = shape.outChannels();
        Window1d across = shape.window().horizontal();
        Terms terms = new Terms();
        for (int ky : pixel.lines) {
            int oy = output(shape.window().vertical(), pixel.iy, ky);
            for (int i = 0; i < pixel.columns.length; i++) {
                int kx = pixel.columns[i];
                int ox = output(across, pixel.ix, kx);
                int tap = (shape.kernelHeight() - 1 - ky) * shape.kernelWidth() + shape.kernelWidth() - 1 - kx;
                terms.add(new Terms.Piece((oy * shape.outWidth() + ox) * inputs, inputs, 0, 0), tap * inputs);
            }
        }
        int image = shape.outHeight() * shape.outWidth() * inputs;
        int outputs = shape.inChannels();
        int output = (pixel.iy * shape.width() + pixel.ix) * outputs;
        Place results = new Place(output, across.stride() * outputs, 0, shape.height() * shape.width() * outputs);
        return new Run(shape.batch(), 1, length, new Place(0, inputs, 0, image), results, terms.blocks(), null);
    }
}
