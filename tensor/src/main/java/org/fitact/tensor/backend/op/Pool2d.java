package org.fitact.tensor.backend.op;

/**
 * The shape of a two-dimensional pooling, channels-last: {@code [batch, height, width, channels]} to
 * {@code [batch, outHeight, outWidth, channels]}. Taps outside the input take no part, but for what an average counts.
 *
 * @param kind what a window becomes
 * @param counting what an average divides by; of no meaning for a maximum
 */
public record Pool2d(Kind kind, int batch, int height, int width, int channels, Window2d window, Counting counting) {

    /** What a window becomes. */
    public enum Kind {
        /**
         * The largest element; NaN if one is NaN, −∞ if there is none. The gradient goes to the first largest in row-major
         * order, or to the first NaN.
         */
        MAX,
        /** The sum over a number of taps; 0 if there is none. */
        AVERAGE
    }

    /**
     * What an average divides by: the taps inside the input, or those of the padding too. Rows below and columns on the right
     * of the window's padding may be there only because the size of the output is rounded up; they count in no case.
     *
     * @param padding whether the padding counts
     * @param overhangHeight rows at the bottom of the window's padding that do not count
     * @param overhangWidth columns at its right that do not count
     */
    public record Counting(boolean padding, int overhangHeight, int overhangWidth) {

        /** The taps inside the input. */
        public static final Counting INSIDE = new Counting(false, 0, 0);

        public Counting {
            Sizes.requireNotNegative("overhang", overhangHeight);
            Sizes.requireNotNegative("overhang", overhangWidth);
        }
    }

    public Pool2d {
        Sizes.requirePositive("batch", batch);
        Sizes.requirePositive("height", height);
        Sizes.requirePositive("width", width);
        Sizes.requirePositive("channels", channels);
        Sizes.requireBuffer("a feature map", batch, height, width, channels);
        window.requireFits("window", height, width);
        Sizes.requireBuffer("a feature map", batch, window.outHeight(height), window.outWidth(width), channels);
    }

    /** By square windows without padding. A window that would reach beyond the input is not taken. */
    public Pool2d(Kind kind, int batch, int height, int width, int channels, int kernel, int stride) {
        this(kind, batch, height, width, channels, Window2d.square(kernel, stride, 0), Counting.INSIDE);
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
        return new Pool2d(kind, images, height, width, channels, window, counting);
    }

    public int outHeight() {
        return window.outHeight(height);
    }

    public int outWidth() {
        return window.outWidth(width);
    }

    public int inputElements() {
        return batch * height * width * channels;
    }

    public int outputElements() {
        return batch * outHeight() * outWidth() * channels;
    }

    /** What the average of a window divides by, at least 1. */
    public int divisor(int oy, int ox) {
        int rows = counted(window.vertical(), oy, height, counting.overhangHeight());
        int columns = counted(window.horizontal(), ox, width, counting.overhangWidth());
        return Math.max(1, rows * columns);
    }

    private int counted(Window1d side, int output, int inputs, int overhang) {
        return counting.padding()
                ? side.endTap(output, inputs + side.after() - overhang)
                : Math.max(0, side.endTap(output, inputs) - side.firstTap(output));
    }
}
