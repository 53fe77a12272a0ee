package org.fitact.tensor.backend.op;

/**
 * The window of a convolution or a pooling: how it moves down a map, and how along its lines. The two have nothing to do
 * with each other, so each is a {@link Window1d}.
 *
 * @param vertical over the lines of a map; its padding is at the top and at the bottom
 * @param horizontal over the columns; its padding is on the left and on the right
 */
public record Window2d(Window1d vertical, Window1d horizontal) {

    /** A square window with the same stride both ways and the same padding on all sides. */
    public static Window2d square(int kernel, int stride, int padding) {
        Window1d side = Window1d.of(kernel, stride, padding);
        return new Window2d(side, side);
    }

    /** A window of the same stride both ways and the same padding on all sides. */
    public static Window2d of(int kernelHeight, int kernelWidth, int stride, int padding) {
        return new Window2d(Window1d.of(kernelHeight, stride, padding), Window1d.of(kernelWidth, stride, padding));
    }

    public int kernelHeight() {
        return vertical.kernel();
    }

    public int kernelWidth() {
        return horizontal.kernel();
    }

    /** Elements of a map that a window covers. */
    public int taps() {
        return kernelHeight() * kernelWidth();
    }

    public int outHeight(int height) {
        return vertical.outputs(height);
    }

    public int outWidth(int width) {
        return horizontal.outputs(width);
    }

    /** Whether one stride, one padding and no dilation say all but the sides of the kernel. */
    public boolean isUniform() {
        return vertical.equals(Window1d.of(kernelHeight(), vertical.stride(), vertical.before()))
                && horizontal.equals(Window1d.of(kernelWidth(), vertical.stride(), vertical.before()));
    }

    /**
     * @param what the window is of, for the message
     * @throws IllegalArgumentException if a map of this size, padded, is smaller than the window
     */
    public void requireFits(String what, int height, int width) {
        if (!vertical.fits(height) || !horizontal.fits(width)) {
            throw new IllegalArgumentException(
                    "a " + this + " " + what + " does not fit a " + height + "x" + width + " input with " + padding());
        }
    }

    private String padding() {
        int before = vertical.before();
        if (vertical.after() == before && horizontal.before() == before && horizontal.after() == before) {
            return "padding " + before;
        }
        return "padding " + before + ", " + horizontal.before() + ", " + vertical.after() + ", " + horizontal.after()
                + " (top, left, bottom, right)";
    }

    /** Sides, and the dilation if there is one, as messages name it: {@code 3x3}. */
    @Override
    public String toString() {
        String sides = kernelHeight() + "x" + kernelWidth();
        boolean dense = vertical.dilation() == 1 && horizontal.dilation() == 1;
        return dense ? sides : sides + " (dilation " + vertical.dilation() + "x" + horizontal.dilation() + ")";
    }
}
