package org.fitact.nn.layer;

import java.util.List;
import java.util.stream.Stream;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Elementwise;

/**
 * {@code y = activation(body(x) + shortcut(x))}. (He et al., 2016.)
 *
 * @param shortcut a projection where the shapes differ; an empty {@link Sequential} is the identity
 */
public record Residual(Sequential body, Sequential shortcut, ActivationSite activation) implements Layer {

    @Override
    public Shape outputShape(Shape input) {
        Shape main = body.outputShape(input);
        Shape side = shortcut.outputShape(input);
        if (!main.equals(side)) {
            throw new IllegalArgumentException(
                    "residual block of " + activation.name() + " adds a " + main + " and a " + side + " feature map");
        }
        return activation.outputShape(main);
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        Tensor sum = Elementwise.add(pass.tape(), body.forward(pass, x), shortcut.forward(pass, x));
        return activation.forward(pass, sum);
    }

    @Override
    public void lower(PlanBuilder plan) {
        plan.residual(body, shortcut);
        activation.lower(plan);
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.of(body, shortcut, activation)
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }

    @Override
    public List<ActivationSite> activationSites() {
        return Stream.of(body, shortcut, activation)
                .flatMap(layer -> layer.activationSites().stream())
                .toList();
    }
}
