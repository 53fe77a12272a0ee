package org.fitact.tensor.backend;

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
        if (height + 2 * padding < kernelHeight || width + 2 * padding < kernelWidth) {
            throw new IllegalArgumentException("a " + kernelHeight + "x" + kernelWidth + " kernel does not fit a "
                    + height + "x" + width + " input with padding " + padding);
        }
    }

    public int outHeight() {
        return (height + 2 * padding - kernelHeight) / stride + 1;
    }

    public int outWidth() {
        return (width + 2 * padding - kernelWidth) / stride + 1;
    }

    public int inputElements() {
        return Math.multiplyExact(batch * height * width, inChannels);
    }

    public int weightElements() {
        return kernelHeight * kernelWidth * inChannels * outChannels;
    }

    public int outputElements() {
        return Math.multiplyExact(batch * outHeight() * outWidth(), outChannels);
    }

    /** The same convolution for another number of images. */
    public Conv2d withBatch(int images) {
        return new Conv2d(images, height, width, inChannels, outChannels, kernelHeight, kernelWidth, stride, padding);
    }
}
