package org.fitact.tensor.backend.simd.depthwise;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;

import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/**
 * The sums of a line of the output. What an output channel is the sum of lies in its own lane of every term; a term is a
 * tap, or one of a tap's input channels.
 *
 * <p>The last vector of channels is moved to where it ends with them: some channels are so computed twice, alike, and no
 * vector has lanes that must be masked.
 */
final class DepthwiseLine {

    /** Elements of all inputs that a core's cache keeps. */
    private static final int NEAR = 1 << 18;

    /** Pixels that share a load of the weights, or vectors of channels of a pixel that are summed together. */
    private static final int TILE = 4;

    private final Conv2d shape;
    private final float[] x;
    private final float[] w;

    /** Brings inputs into the lanes of their outputs; null where they lie there. */
    private final Planes planes;

    /** Whether inputs come from memory, pixels so far apart that the processor fetches none of them ahead. */
    private final boolean isFar;

    /** Channels that lie from one pixel to the next, and from one term of the weights to the next. */
    private final int pitch;

    /** Elements from the inputs of one output pixel to those of the next. */
    private final int step;

    /** Of each term, the offset of its input from that of the first tap of the first line. */
    private final int[] offsets;

    /** Output pixels that no side of the map cuts: from the first to before the last. */
    private final int inner;

    private final int innerEnd;

    /** Lines of the kernel that lie inside the input, and where the input of output pixel 0 is. */
    private int firstLine;

    private int endLine;
    private int start;

    private DepthwiseLine(Conv2d shape, float[] x, float[] w, Planes planes) {
        Window1d across = shape.window().horizontal();
        this.shape = shape;
        this.x = planes == null ? x : planes.lines();
        this.w = w;
        this.planes = planes;
        this.isFar = planes == null
                && shape.outChannels() > TILE * L
                && (long) shape.batch() * shape.height() * shape.width() * shape.inChannels() > NEAR;
        this.pitch = Math.max(L, shape.outChannels());
        this.step = across.stride() * pitch * shape.inPerGroup();
        this.offsets = new int[shape.terms()];
        int from = 0;
        while (from < shape.outWidth() && across.firstTap(from) > 0) {
            from++;
        }
        int end = from;
        while (end < shape.outWidth() && across.endTap(end, shape.width()) == across.kernel()) {
            end++;
        }
        this.inner = from;
        this.innerEnd = end;
    }

    /** @param scratch for {@link Planes}, or null where they are not needed */
    static DepthwiseLine of(Conv2d shape, float[] x, float[] w, float[] scratch) {
        return new DepthwiseLine(shape, x, w, scratch == null ? null : new Planes(shape, x, scratch));
    }

    /**
     * Goes to a line of the output.
     *
     * @param number counted over all images
     * @param channels that are wanted
     */
    void moveTo(int number, Channels channels) {
        Window1d down = shape.window().vertical();
        int oy = number % shape.outHeight();
        int image = number / shape.outHeight();
        firstLine = down.firstTap(oy);
        endLine = down.endTap(oy, shape.height());
        int pixel = pitch * shape.inPerGroup();
        start = shape.window().horizontal().input(0, 0) * pixel;
        int terms = shape.kernelWidth() * shape.inPerGroup();
        for (int ky = firstLine; ky < endLine; ky++) {
            int line = image * shape.height() + down.input(oy, ky);
            int at = planes == null ? line * shape.width() * pixel : planes.bring(line, channels);
            for (int t = 0; t < terms; t++) {
                int kx = t / shape.inPerGroup() * shape.window().horizontal().dilation();
                offsets[ky * terms + t] = at + kx * pixel + t % shape.inPerGroup() * pitch;
            }
        }
    }

    /**
     * Brings in those lines of the input that no line of the output before has seen, in the order of memory, which the
     * processor foresees: sums go along the pixels by one vector of channels after the other.
     *
     * @return of no meaning, but made of all that was read
     */
    float fetch() {
        if (!isFar) {
            return 0;
        }
        float read = 0;
        for (int ky = Math.max(firstLine, endLine - shape.window().vertical().stride()); ky < endLine; ky++) {
            read += read(x, offsets[ky * shape.kernelWidth()], shape.width() * pitch);
        }
        return read;
    }

    /** Reads an element of each vector of a line; two sums, since one alone would wait for itself. */
    private static float read(float[] x, int line, int elements) {
        float even = 0;
        float odd = 0;
        for (int i = line; i < line + elements - L; i += 2 * L) {
            even += x[i];
            odd += x[i + L];
        }
        return even + odd;
    }

    /**
     * Sums of output pixels {@code first} to {@code end − 1}.
     *
     * @param sums {@code [pixels, channels.width()]} from offset {@code at} on; modified
     */
    void sums(int first, int end, Channels channels, float[] sums, int at) {
        int left = Math.clamp(inner, first, end);
        int right = Math.clamp(innerEnd, left, end);
        boolean rows = DepthwiseRows.know(shape);
        if (right - left < (rows ? 1 : TILE)) {
            right = left;
        }
        for (int ox = first; ox < left; ox++) {
            cut(ox, channels, sums, at + (ox - first) * channels.width());
        }
        if (rows && left < right) {
            rows(left, right - left, channels, sums, at + (left - first) * channels.width());
        }
        for (int ox = left; ox < right && !rows; ox += TILE) {
            int tile = Math.min(ox, right - TILE);
            tile(tile, channels, sums, at + (tile - first) * channels.width());
        }
        for (int ox = right; ox < end; ox++) {
            cut(ox, channels, sums, at + (ox - first) * channels.width());
        }
    }

    /** Some pixels of which no tap lies beside the map on the left or right. */
    private void rows(int ox, int count, Channels channels, float[] sums, int at) {
        boolean allLines = DepthwiseRows.haveAllLines(shape) && endLine - firstLine == 3;
        for (int v = channels.from(); v < channels.to(); v += L) {
            int channel = Math.min(v, pitch - L);
            int sum = at + channel - channels.from();
            if (allLines) {
                allLines(start + offsets[0] + ox * step + channel, channel, sums, sum, channels.width(), count);
            } else {
                lineByLine(ox, channel, sums, sum, channels.width(), count);
            }
        }
    }

    private void allLines(int input, int channel, float[] sums, int sum, int width, int count) {
        int second = offsets[3] - offsets[0];
        int third = offsets[6] - offsets[0];
        if (shape.window().horizontal().stride() == 1) {
            DepthwiseRows.threeLinesByOne(x, input, second, third, w, channel, pitch, sums, sum, width, count);
        } else {
            DepthwiseRows.threeLinesByTwo(x, input, second, third, w, channel, pitch, sums, sum, width, count);
        }
    }

    private void lineByLine(int ox, int channel, float[] sums, int sum, int width, int count) {
        for (int pixel = 0; pixel < count; pixel++) {
            FloatVector.zero(F).intoArray(sums, sum + pixel * width);
        }
        for (int ky = firstLine; ky < endLine; ky++) {
            int tap = ky * shape.kernelWidth();
            int input = start + offsets[tap] + ox * step + channel;
            Window1d across = shape.window().horizontal();
            DepthwiseRows.add(across, x, input, w, tap * pitch + channel, pitch, sums, sum, width, count);
        }
    }

    /** Four pixels of which no tap lies beside the map. */
    private void tile(int ox, Channels channels, float[] sums, int at) {
        float[] x = this.x;
        float[] w = this.w;
        int[] offsets = this.offsets;
        int step = this.step;
        int pitch = this.pitch;
        int width = channels.width();
        int terms = shape.kernelWidth() * shape.inPerGroup();
        int first = firstLine * terms;
        int end = endLine * terms;
        int input = start + ox * step;
        for (int v = channels.from(); v < channels.to(); v += L) {
            int channel = Math.min(v, pitch - L);
            FloatVector a = FloatVector.zero(F);
            FloatVector b = FloatVector.zero(F);
            FloatVector c = FloatVector.zero(F);
            FloatVector d = FloatVector.zero(F);
            for (int t = first; t < end; t++) {
                FloatVector weight = load(w, t * pitch + channel);
                int pixel = input + offsets[t] + channel;
                a = load(x, pixel).fma(weight, a);
                b = load(x, pixel + step).fma(weight, b);
                c = load(x, pixel + 2 * step).fma(weight, c);
                d = load(x, pixel + 3 * step).fma(weight, d);
            }
            int s = at + channel - channels.from();
            a.intoArray(sums, s);
            b.intoArray(sums, s + width);
            c.intoArray(sums, s + 2 * width);
            d.intoArray(sums, s + 3 * width);
        }
    }

    /** One pixel, whose taps may lie beside the map. */
    private void cut(int ox, Channels channels, float[] sums, int at) {
        Window1d across = shape.window().horizontal();
        int first = across.firstTap(ox) * shape.inPerGroup();
        int end = across.endTap(ox, shape.width()) * shape.inPerGroup();
        int input = start + ox * step;
        int v = channels.from();
        for (; v + TILE * L <= channels.to(); v += TILE * L) {
            cutFour(first, end, input, v, sums, at + v - channels.from());
        }
        for (; v < channels.to(); v += L) {
            int channel = Math.min(v, pitch - L);
            cutOne(first, end, input, channel, sums, at + channel - channels.from());
        }
    }

    private void cutOne(int first, int end, int input, int channel, float[] sums, int at) {
        int terms = shape.kernelWidth() * shape.inPerGroup();
        FloatVector sum = FloatVector.zero(F);
        for (int line = firstLine * terms; line < endLine * terms; line += terms) {
            for (int t = line + first; t < line + end; t++) {
                sum = load(x, input + offsets[t] + channel).fma(load(w, t * pitch + channel), sum);
            }
        }
        sum.intoArray(sums, at);
    }

    /** Four vectors of channels, so that none of their sums waits for the one before it. */
    private void cutFour(int first, int end, int input, int channel, float[] sums, int at) {
        float[] x = this.x;
        float[] w = this.w;
        int terms = shape.kernelWidth() * shape.inPerGroup();
        FloatVector a = FloatVector.zero(F);
        FloatVector b = FloatVector.zero(F);
        FloatVector c = FloatVector.zero(F);
        FloatVector d = FloatVector.zero(F);
        for (int line = firstLine * terms; line < endLine * terms; line += terms) {
            for (int t = line + first; t < line + end; t++) {
                int from = input + offsets[t] + channel;
                int weight = t * pitch + channel;
                a = load(x, from).fma(load(w, weight), a);
                b = load(x, from + L).fma(load(w, weight + L), b);
                c = load(x, from + 2 * L).fma(load(w, weight + 2 * L), c);
                d = load(x, from + 3 * L).fma(load(w, weight + 3 * L), d);
            }
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + L);
        c.intoArray(sums, at + 2 * L);
        d.intoArray(sums, at + 3 * L);
    }
}
