package org.fitact.tensor.backend.simd.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.product.Run.Place;

/**
 * The runs of the gradient by the input: {@code gx[iy, ix] = Σ gy[(iy + padding − ky)/stride, …] · w[ky, kx]ᵀ} over the
 * taps for which the division leaves no remainder. The kernel is visited backwards, which reads gy forwards. With a
 * stride, the pixels of a line that share their taps lie {@code stride} apart.
 */
public final class GradInputRuns {

    private GradInputRuns() {}

    public static List<Run> of(Conv2d shape) {
        List<int[]> columns = IntStream.range(0, shape.width())
                .mapToObj(ix -> taps(shape, ix, shape.kernelWidth(), shape.outWidth()))
                .toList();
        List<Run> runs = new ArrayList<>();
        for (int iy = 0; iy < shape.height(); iy++) {
            int[] lines = taps(shape, iy, shape.kernelHeight(), shape.outHeight());
            for (int phase = 0; phase < Math.min(shape.stride(), shape.width()); phase++) {
                for (int ix = phase; ix < shape.width(); ) {
                    int length = length(shape, columns, ix);
                    runs.add(run(shape, new Pixel(iy, ix, lines, columns.get(ix)), length));
                    ix += length * shape.stride();
                }
            }
        }
        return runs;
    }

    /** An input pixel and the lines and columns of the kernel that reach it, last first. */
    private record Pixel(int iy, int ix, int[] lines, int[] columns) {}

    /** The k, last first, for which {@code (i + padding − k)/stride} is whole and an index of the output. */
    private static int[] taps(Conv2d shape, int i, int kernel, int outputs) {
        return IntStream.iterate(kernel - 1, k -> k >= 0, k -> k - 1)
                .filter(k -> (i + shape.padding() - k) % shape.stride() == 0)
                .filter(k -> i + shape.padding() - k >= 0 && (i + shape.padding() - k) / shape.stride() < outputs)
                .toArray();
    }

    /** Pixels from ix on, stride apart, that have the same taps. */
    private static int length(Conv2d shape, List<int[]> columns, int ix) {
        int end = ix + shape.stride();
        while (end < shape.width() && Arrays.equals(columns.get(end), columns.get(ix))) {
            end += shape.stride();
        }
        return (end - ix) / shape.stride();
    }

    private static Run run(Conv2d shape, Pixel pixel, int length) {
        int inputs = shape.outChannels();
        Terms terms = new Terms();
        for (int ky : pixel.lines) {
            int oy = (pixel.iy + shape.padding() - ky) / shape.stride();
            for (int i = 0; i < pixel.columns.length; i++) {
                int kx = pixel.columns[i];
                int ox = (pixel.ix + shape.padding() - kx) / shape.stride();
                int tap = (shape.kernelHeight() - 1 - ky) * shape.kernelWidth() + shape.kernelWidth() - 1 - kx;
                terms.add((oy * shape.outWidth() + ox) * inputs, tap * inputs, ky, inputs);
            }
        }
        int image = shape.outHeight() * shape.outWidth() * inputs;
        int outputs = shape.inChannels();
        int output = (pixel.iy * shape.width() + pixel.ix) * outputs;
        Place results = new Place(output, shape.stride() * outputs, 0, shape.height() * shape.width() * outputs);
        return new Run(shape.batch(), 1, length, new Place(0, inputs, 0, image), results, terms.blocks(), null);
    }
}
