package org.fitact.nn.graph.op;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.Shape;

/**
 * Convolution (ONNX {@code Conv}); see {@link org.fitact.tensor.backend.op.Conv2d} for the formula.
 *
 * <p>{@code [h, w, in] → [h', w', outChannels]} with {@code h' = ⌊(h + 2·padding − kernelHeight) / stride⌋ + 1}.
 * Parameters: {@code weight [kernelHeight, kernelWidth, in, outChannels]}, {@code bias [outChannels]} if there is one: it
 * is left out where batch norm follows, which would cancel it.
 *
 * @param bias whether there is one
 */
public record Conv2d(int outChannels, int kernelHeight, int kernelWidth, int stride, int padding, boolean bias)
        implements Product {

    public Conv2d {
        if (outChannels < 1 || kernelHeight < 1 || kernelWidth < 1 || stride < 1 || padding < 0) {
            throw new IllegalArgumentException("a " + kernelHeight + "x" + kernelWidth + " kernel to " + outChannels
                    + " channels, stride " + stride + ", padding " + padding
                    + "; expected positive numbers, padding at least 0");
        }
    }

    /** The same with a bias. */
    public Conv2d biased() {
        return new Conv2d(outChannels, kernelHeight, kernelWidth, stride, padding, true);
    }

    /** The convolution that this is for one image of a shape. */
    public org.fitact.tensor.backend.op.Conv2d geometry(Shape input) {
        if (input.rank() != 3) {
            throw new IllegalArgumentException("a convolution takes feature maps, but its input is " + input);
        }
        return new org.fitact.tensor.backend.op.Conv2d(
                1,
                input.extent(0),
                input.extent(1),
                input.extent(2),
                outChannels,
                kernelHeight,
                kernelWidth,
                stride,
                padding);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        org.fitact.tensor.backend.op.Conv2d shape = geometry(inputs.getFirst());
        return Shape.of(shape.outHeight(), shape.outWidth(), outChannels);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        int in = inputs.getFirst().extent(2);
        Shape kernel = Shape.of(kernelHeight, kernelWidth, in, outChannels);
        double fan = (double) in * kernelHeight * kernelWidth;
        List<ParameterSpec> all = new ArrayList<>();
        all.add(ParameterSpec.weight(ParameterSpec.Layout.CONVOLUTION, kernel, fan));
        if (bias) {
            all.add(ParameterSpec.constant("bias", ParameterSpec.Kind.BIAS, outChannels, 0));
        }
        return all;
    }

    @Override
    public String label() {
        return "conv2d";
    }
}
