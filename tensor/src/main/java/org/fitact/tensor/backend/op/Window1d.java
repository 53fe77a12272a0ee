package org.fitact.tensor.backend.op;

/**
 * How a window moves along one dimension of a map. Output {@code o} sees the inputs
 * {@code o·stride − before + k·dilation} for the taps k in 0..kernel−1; those outside the input are padding.
 *
 * @param kernel taps
 * @param stride inputs from one output's window to the next's
 * @param dilation inputs from one tap to the next
 * @param before padding before the first input
 * @param after padding behind the last
 */
public record Window1d(int kernel, int stride, int dilation, int before, int after) {

    public Window1d {
        Sizes.requirePositive("kernel", kernel);
        Sizes.requirePositive("stride", stride);
        Sizes.requirePositive("dilation", dilation);
        Sizes.requireNotNegative("padding", before);
        Sizes.requireNotNegative("padding", after);
    }

    /** Without dilation, and padded alike on both sides. */
    public static Window1d of(int kernel, int stride, int padding) {
        return new Window1d(kernel, stride, 1, padding, padding);
    }

    /** Inputs from the first tap to the last, both counted. */
    public long span() {
        return (kernel - 1L) * dilation + 1;
    }

    /** Whether there is an output at all. */
    public boolean fits(int inputs) {
        return (long) inputs + before + after >= span();
    }

    /** Outputs that are made of so many inputs; of more than an int holds, the largest int, which no buffer can hold. */
    public int outputs(int inputs) {
        return (int) Math.min(((long) inputs + before + after - span()) / stride + 1, Integer.MAX_VALUE);
    }

    /** The input under a tap of an output: negative, or beyond the last, where it is padding. */
    public int input(int output, int tap) {
        return output * stride - before + tap * dilation;
    }

    /** The first tap of an output that is not padding before the input, or {@code kernel}. */
    public int firstTap(int output) {
        long outside = before - (long) output * stride;
        return (int) Math.clamp(Math.ceilDiv(outside, (long) dilation), 0L, kernel);
    }

    /** One more than the last tap of an output that is not padding behind so many inputs, or 0. */
    public int endTap(int output, int inputs) {
        long inside = (long) inputs + before - (long) output * stride;
        return (int) Math.clamp(Math.ceilDiv(inside, (long) dilation), 0L, kernel);
    }
}
