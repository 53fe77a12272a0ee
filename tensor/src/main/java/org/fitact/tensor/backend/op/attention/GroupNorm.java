package org.fitact.tensor.backend.op.attention;

import org.fitact.tensor.backend.op.Sizes;
import org.fitact.tensor.buffer.Buffer;

/**
 * Group normalisation of {@code [batch, spatial, channels]}: the channels of an image are cut into groups of neighbours, and
 * each group of each image is normalised by its own mean and (biased) variance over all of its pixels and channels (Wu and
 * He, 2018).
 *
 * <pre>y = (x − mean) / √(variance + epsilon) · gamma + beta</pre>
 *
 * Layer normalisation of rows (Ba et al., 2016) is that of one pixel and one group; instance normalisation (Ulyanov et al.,
 * 2016) has a group for each channel.
 *
 * @param gamma scale, {@code [channels]}; null for 1
 * @param beta shift, {@code [channels]}; null for 0
 */
public record GroupNorm(int batch, int spatial, int groups, int channels, float epsilon, Buffer gamma, Buffer beta) {

    public GroupNorm {
        Sizes.requirePositive("batch", batch);
        Sizes.requirePositive("spatial", spatial);
        Sizes.requirePositive("groups", groups);
        Sizes.requirePositive("channels", channels);
        Sizes.requireBuffer("a group norm", batch, spatial, channels);
        if (channels % groups != 0) {
            throw new IllegalArgumentException(channels + " channels in " + groups + " groups of equal size");
        }
    }

    /** Layer normalisation of rows. */
    public static GroupNorm rows(int rows, int columns, float epsilon, Buffer gamma, Buffer beta) {
        return new GroupNorm(rows, 1, 1, columns, epsilon, gamma, beta);
    }

    /** Channels of a group. */
    public int channelsPerGroup() {
        return channels / groups;
    }

    public int elements() {
        return batch * spatial * channels;
    }

    /** That of one image for so many. */
    public GroupNorm withImages(int images) {
        return new GroupNorm(Math.multiplyExact(batch, images), spatial, groups, channels, epsilon, gamma, beta);
    }

    /** The same with another scale and shift. */
    public GroupNorm with(Buffer scale, Buffer shift) {
        return new GroupNorm(batch, spatial, groups, channels, epsilon, scale, shift);
    }
}
