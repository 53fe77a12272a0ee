package org.fitact.nn.layer;

import java.util.List;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Products;

/** {@code y = x·w + b}, w stored {@code [in, out]}. */
public final class Linear implements Layer {

    private final Parameter weight;
    private final Parameter bias;

    Linear(Parameter weight, Parameter bias) {
        this.weight = weight;
        this.bias = bias;
    }

    public Parameter weight() {
        return weight;
    }

    public Parameter bias() {
        return bias;
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape matrix = weight.value().shape();
        if (!input.equals(Shape.of(matrix.extent(0)))) {
            throw new IllegalArgumentException(
                    weight.name() + " takes " + matrix.extent(0) + " features, but its input is " + input);
        }
        return Shape.of(matrix.extent(1));
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        return Products.linear(pass.tape(), x, weight.value(), bias.value());
    }

    @Override
    public void lower(PlanBuilder plan) {
        outputShape(plan.shape());
        plan.linear(weight, bias);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias);
    }
}
