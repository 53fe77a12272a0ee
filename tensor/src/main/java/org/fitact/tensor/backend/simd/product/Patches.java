package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import java.util.Arrays;
import jdk.incubator.vector.VectorMask;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/**
 * Copies what the kernel of a convolution sees from each output pixel, its lines one behind the other; what lies outside
 * the input is 0. A patch of few channels is so short that a call for each of its lines would cost more than the copy:
 * the pixels of a line of the output whose patches lie inside are copied by one loop.
 *
 * @param shape whose taps are neighbours in a line: without horizontal dilation
 * @param x input
 * @param pitch elements from one patch to the next
 */
record Patches(Conv2d shape, float[] x, int pitch) {

    /**
     * @param pixel number of the first output pixel, counted over all images
     * @param to offset of the first patch
     */
    void copy(int pixel, int count, float[] patches, int to) {
        int column = pixel % shape.outWidth();
        int line = pixel / shape.outWidth();
        for (int done = 0; done < count; line++) {
            int n = Math.min(count - done, shape.outWidth() - column);
            for (int ky = 0; ky < shape.kernelHeight(); ky++) {
                copyLine(line, ky, column, column + n, patches, to + done * pitch + ky * length());
            }
            done += n;
            column = 0;
        }
    }

    /** Elements of a line of a patch. */
    private int length() {
        return shape.kernelWidth() * shape.inChannels();
    }

    /** Line ky of the patches of output pixels from..to−1 of a line. */
    private void copyLine(int line, int ky, int from, int to, float[] patches, int at) {
        Window1d across = shape.window().horizontal();
        int y = shape.window().vertical().input(line % shape.outHeight(), ky);
        boolean inside = y >= 0 && y < shape.height();
        int source = (line / shape.outHeight() * shape.height() + y) * shape.width();
        int first = Math.clamp((across.before() + across.stride() - 1) / across.stride(), from, to);
        int last = Math.floorDiv(shape.width() - shape.kernelWidth() + across.before(), across.stride());
        int end = Math.clamp(last + 1, first, to);
        if (!inside) {
            first = to;
            end = to;
        }
        for (int column = from; column < first; column++) {
            copyClipped(inside, source, column, patches, at + (column - from) * pitch);
        }
        int left = across.input(first, 0);
        int step = across.stride() * shape.inChannels();
        int target = at + (first - from) * pitch;
        copyInside(x, (source + left) * shape.inChannels(), step, patches, target, pitch, end - first, length());
        for (int column = end; column < to; column++) {
            copyClipped(inside, source, column, patches, at + (column - from) * pitch);
        }
    }

    private static void copyInside(
            float[] x, int from, int step, float[] patches, int to, int pitch, int pieces, int n) {
        int whole = F.loopBound(n);
        VectorMask<Float> rest = tail(whole, n);
        for (int piece = 0; piece < pieces; piece++) {
            int s = from + piece * step;
            int t = to + piece * pitch;
            for (int i = 0; i < whole; i += L) {
                load(x, s + i).intoArray(patches, t + i);
            }
            if (whole < n) {
                load(x, s + whole, rest).intoArray(patches, t + whole, rest);
            }
        }
    }

    private void copyClipped(boolean inside, int source, int column, float[] patches, int at) {
        int channels = shape.inChannels();
        int left = shape.window().horizontal().input(column, 0);
        int from = Math.clamp(-left, 0, shape.kernelWidth());
        int end = inside ? Math.clamp(shape.width() - left, from, shape.kernelWidth()) : from;
        Arrays.fill(patches, at, at + from * channels, 0);
        if (from < end) {
            System.arraycopy(
                    x, (source + left + from) * channels, patches, at + from * channels, (end - from) * channels);
        }
        Arrays.fill(patches, at + end * channels, at + length(), 0);
    }
}
