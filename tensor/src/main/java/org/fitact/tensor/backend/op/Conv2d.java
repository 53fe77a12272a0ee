package org.fitact.tensor.backend.op;

/**
 * The shape of a two-dimensional convolution (cross-correlation, as everywhere in the field). Feature maps are
 * channels-last: input {@code [batch, height, width, inChannels]}, weight
 * {@code [kernelHeight, kernelWidth, inChannels, outChannels]}, output
 * {@code [batch, outHeight, outWidth, outChannels]}.
 *
 * <pre>y[n, oy, ox, o] = Σ_(ky, kx, i) x[n, oy·stride + ky − padding, ox·stride + kx − padding, i] · w[ky, kx, i, o]</pre>
 *
 * Taps outside the input are left out of the sum.
 */
public record Conv2d(
        int batch,
        int height,
        int width,
        int inChannels,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int stride,
        int padding)
        implements Product {

    public Conv2d {
        Sizes.requirePositive("batch", batch);
        Sizes.requirePositive("height", height);
        Sizes.requirePositive("width", width);
        Sizes.requirePositive("inChannels", inChannels);
        Sizes.requirePositive("outChannels", outChannels);
        Sizes.requirePositive("kernelHeight", kernelHeight);
        Sizes.requirePositive("kernelWidth", kernelWidth);
        Sizes.requirePositive("stride", stride);
        Sizes.requireNotNegative("padding", padding);
        if (height + 2L * padding < kernelHeight || width + 2L * padding < kernelWidth) {
            throw new IllegalArgumentException("a " + kernelHeight + "x" + kernelWidth + " kernel does not fit a "
                    + height + "x" + width + " input with padding " + padding);
        }
        Sizes.requireBuffer("a feature map", batch, height, width, inChannels);
        Sizes.requireBuffer("a weight", kernelHeight, kernelWidth, inChannels, outChannels);
        Sizes.requireBuffer(
                "a feature map",
                batch,
                outExtent(height, kernelHeight, stride, padding),
                outExtent(width, kernelWidth, stride, padding),
                outChannels);
    }

    public int outHeight() {
        return outExtent(height, kernelHeight, stride, padding);
    }

    public int outWidth() {
        return outExtent(width, kernelWidth, stride, padding);
    }

    /** Of an output beyond an int, the largest int, which no buffer can hold. */
    private static int outExtent(int extent, int kernel, int stride, int padding) {
        return (int) Math.min((extent + 2L * padding - kernel) / stride + 1, Integer.MAX_VALUE);
    }

    /** Pixels of all output maps. */
    public int outputPixels() {
        return batch * outHeight() * outWidth();
    }

    public int inputElements() {
        return batch * height * width * inChannels;
    }

    @Override
    public int weightElements() {
        return kernelHeight * kernelWidth * inChannels * outChannels;
    }

    @Override
    public int outputElements() {
        return outputPixels() * outChannels;
    }

    /** The same convolution for another number of images. */
    public Conv2d withBatch(int images) {
        return new Conv2d(images, height, width, inChannels, outChannels, kernelHeight, kernelWidth, stride, padding);
    }
}
