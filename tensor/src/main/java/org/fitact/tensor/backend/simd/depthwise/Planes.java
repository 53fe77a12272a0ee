package org.fitact.tensor.backend.simd.depthwise;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;

import java.util.Arrays;
import jdk.incubator.vector.VectorShuffle;
import org.fitact.tensor.backend.op.Conv2d;

/**
 * Lines of the input with the inputs of every output channel in that channel's lane:
 * {@code planes[pixel, i, o] = x[pixel, g(o)·inPerGroup + i]}. As many lines as a kernel spans are kept, so that a task
 * that goes down a map brings each line here once.
 */
final class Planes {

    private final Conv2d shape;
    private final float[] x;
    private final float[] lines;
    private final int pitch;

    /** The line of the input that is in each place. */
    private final int[] held;

    /** @param lines {@link #elements} or more; modified */
    Planes(Conv2d shape, float[] x, float[] lines) {
        this.shape = shape;
        this.x = x;
        this.lines = lines;
        this.pitch = pitch(shape);
        this.held = new int[places(shape)];
        Arrays.fill(held, -1);
    }

    /** Whether a vector of inputs is not that of the outputs with the same numbers. */
    static boolean areNeeded(Conv2d shape) {
        return shape.inPerGroup() > 1 || shape.outPerGroup() > 1 || shape.outChannels() < L;
    }

    static int elements(Conv2d shape) {
        return Math.multiplyExact(places(shape), shape.width() * shape.inPerGroup() * pitch(shape));
    }

    private static int places(Conv2d shape) {
        return (int) Math.min(shape.height(), shape.window().vertical().span());
    }

    private static int pitch(Conv2d shape) {
        return Math.max(L, shape.outChannels());
    }

    float[] lines() {
        return lines;
    }

    /**
     * Brings a line here, unless it is.
     *
     * @param line counted over all images
     * @param channels that are wanted, the same for all lines
     * @return offset of its first element
     */
    int bring(int line, Channels channels) {
        int place = line % held.length;
        int at = place * shape.width() * shape.inPerGroup() * pitch;
        if (held[place] != line) {
            held[place] = line;
            int source = line * shape.width() * shape.inChannels();
            for (int i = 0; i < shape.inPerGroup(); i++) {
                if (isPermutation()) {
                    permute(i, source, at + i * pitch, channels);
                } else {
                    gather(i, source, at + i * pitch, channels);
                }
            }
        }
        return at;
    }

    /** Whether a vector of outputs has the inputs of one vector. */
    private boolean isPermutation() {
        return shape.inPerGroup() == shape.outPerGroup() && L % shape.inPerGroup() == 0 && shape.outChannels() >= L;
    }

    /** Plane i of a line; the last vector is moved to where it ends with the channels. */
    private void permute(int i, int source, int target, Channels channels) {
        int group = shape.inPerGroup();
        int inputs = shape.inChannels();
        VectorShuffle<Float> toGroup = VectorShuffle.fromOp(F, lane -> lane / group * group + i);
        for (int pixel = 0; pixel < shape.width(); pixel++) {
            int s = source + pixel * inputs;
            int t = target + pixel * group * pitch;
            for (int v = channels.from(); v < channels.to(); v += L) {
                int channel = Math.min(v, inputs - L);
                load(x, s + channel).rearrange(toGroup).intoArray(lines, t + channel);
            }
        }
    }

    private void gather(int i, int source, int target, Channels channels) {
        for (int pixel = 0; pixel < shape.width(); pixel++) {
            int s = source + pixel * shape.inChannels() + i;
            int t = target + pixel * shape.inPerGroup() * pitch;
            for (int o = channels.from(); o < channels.to(); o++) {
                lines[t + o] = x[s + o / shape.outPerGroup() * shape.inPerGroup()];
            }
        }
    }
}
