package org.fitact.nn.layer;

import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Shaping;

/** Feature maps as rows, in PyTorch's order: channel, row, column. */
public record Flatten() implements Layer {

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(input.elements());
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        return Shaping.flatten(pass.tape(), x);
    }

    @Override
    public void lower(PlanBuilder plan) {
        plan.flatten();
    }
}
