package org.fitact.nn.layer;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Elementwise;

/**
 * {@code y = activation(body(x) + shortcut(x))}. (He et al., 2016.)
 *
 * @param shortcut a projection where the shapes differ; an empty {@link Sequential} is the identity
 * @param activation null where the sum is passed on as it is
 */
public record Residual(Sequential body, Sequential shortcut, ActivationSite activation) implements Layer {

    @Override
    public Shape outputShape(Shape input) {
        Shape main = body.outputShape(input);
        Shape side = shortcut.outputShape(input);
        if (!main.equals(side)) {
            String where = activation == null ? "" : " of " + activation.name();
            throw new IllegalArgumentException(
                    "residual block" + where + " adds a " + main + " and a " + side + " feature map");
        }
        return main;
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        Tensor sum = Elementwise.add(pass.tape(), body.forward(pass, x), shortcut.forward(pass, x));
        return activation == null ? sum : activation.forward(pass, sum);
    }

    @Override
    public void lower(PlanBuilder plan) {
        plan.residual(body, shortcut);
        if (activation != null) {
            activation.lower(plan);
        }
    }

    @Override
    public List<Parameter> parameters() {
        return parts().flatMap(layer -> layer.parameters().stream()).toList();
    }

    @Override
    public List<ActivationSite> activationSites() {
        return parts().flatMap(layer -> layer.activationSites().stream()).toList();
    }

    private Stream<Layer> parts() {
        return Stream.<Layer>of(body, shortcut, activation).filter(Objects::nonNull);
    }
}
