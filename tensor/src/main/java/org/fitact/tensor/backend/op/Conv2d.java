package org.fitact.tensor.backend.op;

/**
 * The shape of a two-dimensional convolution (cross-correlation, as everywhere in the field). Feature maps are
 * channels-last: input {@code [batch, height, width, inChannels]}, weight
 * {@code [kernelHeight, kernelWidth, inChannels/groups, outChannels]}, output
 * {@code [batch, outHeight, outWidth, outChannels]}.
 *
 * <pre>y[n, oy, ox, o] = Σ_(ky, kx, i) x[n, iy, ix, g·inChannels/groups + i] · w[ky, kx, i, o]</pre>
 *
 * with {@code g = ⌊o·groups/outChannels⌋}, the group that the output channel is in, and the input pixel
 * {@code iy = oy·strideHeight + ky·dilationHeight − top}, {@code ix = ox·strideWidth + kx·dilationWidth − left}. Taps
 * outside the input are left out of the sum.
 *
 * @param groups into which input and output channels fall, as many to each; one output channel sees its own group only
 */
public record Conv2d(int batch, int height, int width, int inChannels, int outChannels, int groups, Window2d window)
        implements Product {

    public Conv2d {
        Sizes.requirePositive("batch", batch);
        Sizes.requirePositive("height", height);
        Sizes.requirePositive("width", width);
        Sizes.requirePositive("inChannels", inChannels);
        Sizes.requirePositive("outChannels", outChannels);
        Sizes.requirePositive("groups", groups);
        if (inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException(inChannels + " input and " + outChannels + " output channels in "
                    + groups + " groups, expected as many to each");
        }
        window.requireFits("kernel", height, width);
        Sizes.requireBuffer("a feature map", batch, height, width, inChannels);
        Sizes.requireBuffer("a weight", window.kernelHeight(), window.kernelWidth(), inChannels / groups, outChannels);
        Sizes.requireBuffer("a feature map", batch, window.outHeight(height), window.outWidth(width), outChannels);
    }

    /** One group, with the same stride both ways and the same padding on all sides. */
    public Conv2d(
            int batch,
            int height,
            int width,
            int inChannels,
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding) {
        this(batch, height, width, inChannels, outChannels, 1, Window2d.of(kernelHeight, kernelWidth, stride, padding));
    }

    public int kernelHeight() {
        return window.kernelHeight();
    }

    public int kernelWidth() {
        return window.kernelWidth();
    }

    public int outHeight() {
        return window.outHeight(height);
    }

    public int outWidth() {
        return window.outWidth(width);
    }

    /** Input channels that an output channel sees. */
    public int inPerGroup() {
        return inChannels / groups;
    }

    /** Output channels that see the same inputs. */
    public int outPerGroup() {
        return outChannels / groups;
    }

    /** Whether each of several groups has one input channel. */
    public boolean isDepthwise() {
        return groups > 1 && groups == inChannels;
    }

    /** Terms of the sum of an output, those with padding among them. */
    public int terms() {
        return window.taps() * inPerGroup();
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
        return terms() * outChannels;
    }

    @Override
    public int outputElements() {
        return outputPixels() * outChannels;
    }

    /** The same convolution for another number of images. */
    public Conv2d withBatch(int images) {
        return new Conv2d(images, height, width, inChannels, outChannels, groups, window);
    }

    /** The convolution that one of the groups is by itself. */
    public Conv2d group() {
        return new Conv2d(batch, height, width, inPerGroup(), outPerGroup(), 1, window);
    }
}
