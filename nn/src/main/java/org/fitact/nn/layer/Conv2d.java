package org.fitact.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Products;

/**
 * Convolution with a square kernel; see {@link org.fitact.tensor.backend.Conv2d} for the formula and the layouts. The
 * bias is left out where batch norm follows, which would cancel it.
 */
public final class Conv2d implements Layer {

    /**
     * A convolution but for its input channels.
     *
     * @param bias whether there is one
     */
    public record Form(int outChannels, int kernelHeight, int kernelWidth, int stride, int padding, boolean bias) {}

    private final Parameter weight;
    private final Parameter bias;
    private final int stride;
    private final int padding;

    Conv2d(Parameter weight, Parameter bias, int stride, int padding) {
        this.weight = weight;
        this.bias = bias;
        this.stride = stride;
        this.padding = padding;
    }

    public Parameter weight() {
        return weight;
    }

    /** Null for none. */
    public Parameter bias() {
        return bias;
    }

    public int stride() {
        return stride;
    }

    public int padding() {
        return padding;
    }

    @Override
    public Shape outputShape(Shape input) {
        org.fitact.tensor.backend.Conv2d shape = geometry(input);
        return Shape.of(shape.outHeight(), shape.outWidth(), shape.outChannels());
    }

    /** The convolution that this layer is for one image of a shape. */
    public org.fitact.tensor.backend.Conv2d geometry(Shape input) {
        Shape kernel = weight.value().shape();
        if (input.rank() != 3 || input.extent(2) != kernel.extent(2)) {
            throw new IllegalArgumentException(weight.name() + " is a kernel of " + kernel.extent(2)
                    + " input channels, but its input is " + input);
        }
        return new org.fitact.tensor.backend.Conv2d(
                1,
                input.extent(0),
                input.extent(1),
                input.extent(2),
                kernel.extent(3),
                kernel.extent(0),
                kernel.extent(1),
                stride,
                padding);
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        return Products.conv2d(pass.tape(), x, weight.value(), bias == null ? null : bias.value(), stride, padding);
    }

    @Override
    public void lower(PlanBuilder plan) {
        plan.convolution(geometry(plan.shape()), weight, bias);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(List.of(weight));
        if (bias != null) {
            all.add(bias);
        }
        return all;
    }
}
