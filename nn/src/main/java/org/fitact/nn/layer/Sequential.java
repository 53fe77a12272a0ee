package org.fitact.nn.layer;

import java.util.List;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;

/** Layers one after another. */
public record Sequential(List<Layer> layers) implements Layer {

    public Sequential {
        layers = List.copyOf(layers);
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (Layer layer : layers) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        Tensor y = x;
        for (Layer layer : layers) {
            y = layer.forward(pass, y);
        }
        return y;
    }

    @Override
    public void lower(PlanBuilder plan) {
        layers.forEach(layer -> layer.lower(plan));
    }

    @Override
    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    @Override
    public List<ActivationSite> activationSites() {
        return layers.stream()
                .flatMap(layer -> layer.activationSites().stream())
                .toList();
    }
}
