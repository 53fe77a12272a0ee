package org.fitact.tensor.backend.op;

/**
 * The shape of a two-dimensional pooling without padding, channels-last. A window that would reach beyond the input is
 * not taken (the output size is rounded down).
 *
 * @param kind what a window becomes
 * @param kernel side of the square window
 */
public record Pool2d(Kind kind, int batch, int height, int width, int channels, int kernel, int stride) {

    /** What a window becomes. */
    public enum Kind {
        /**
         * The largest element; NaN if one is NaN. The gradient goes to the first largest in row-major order, or to the
         * first NaN.
         */
        MAX,
        /** The mean. */
        AVERAGE
    }

    public Pool2d {
        Sizes.requirePositive("batch", batch);
        Sizes.requirePositive("height", height);
        Sizes.requirePositive("width", width);
        Sizes.requirePositive("channels", channels);
        Sizes.requirePositive("kernel", kernel);
        Sizes.requirePositive("stride", stride);
        Sizes.requireBuffer("a feature map", batch, height, width, channels);
        if (kernel > height || kernel > width) {
            throw new IllegalArgumentException(
                    "a " + kernel + "x" + kernel + " window does not fit a " + height + "x" + width + " input");
        }
    }

    /** @throws IllegalArgumentException if this does not pool what such a convolution gives */
    public void requireOutputOf(Conv2d shape) {
        if (batch != shape.batch()
                || height != shape.outHeight()
                || width != shape.outWidth()
                || channels != shape.outChannels()) {
            throw new IllegalArgumentException("the pooling takes " + batch + "x" + height + "x" + width + "x"
                    + channels + ", expected the convolution's output " + shape.batch() + "x" + shape.outHeight() + "x"
                    + shape.outWidth() + "x" + shape.outChannels());
        }
    }

    /** The same for another number of images. */
    public Pool2d withBatch(int images) {
        return new Pool2d(kind, images, height, width, channels, kernel, stride);
    }

    public int outHeight() {
        return (height - kernel) / stride + 1;
    }

    public int outWidth() {
        return (width - kernel) / stride + 1;
    }

    public int inputElements() {
        return batch * height * width * channels;
    }

    public int outputElements() {
        return batch * outHeight() * outWidth() * channels;
    }
}
