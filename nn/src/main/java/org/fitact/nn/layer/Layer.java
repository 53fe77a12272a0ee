package org.fitact.nn.layer;

import java.util.List;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;

/** A piece of a network. */
public interface Layer {

    /**
     * Shape of the output for one image, from that of the input for one image (no batch dimension).
     *
     * @throws IllegalArgumentException if the layer cannot take such an input
     */
    Shape outputShape(Shape input);

    /** Runs the layer on a batch. */
    Tensor forward(Pass pass, Tensor x);

    /** Adds this layer's inference form to a plan that is being built. */
    void lower(PlanBuilder plan);

    /** The layer's own parameters and those of the layers in it, in the order of their use. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** The layer's own activation sites and those of the layers in it, in the order of their use. */
    default List<ActivationSite> activationSites() {
        return List.of();
    }
}
