package org.fitact.nn.layer;

import java.util.List;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Bounding;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BoundedRelu;

/**
 * A place in a network where an activation stands, and the one thing about a trained network that protection replaces.
 * A neuron is one element of the feature map here.
 */
public final class ActivationSite implements Layer {

    private final String name;
    private final Shape featureMap;
    private ActivationFunction function = new ActivationFunction.Relu();

    /** A ReLU, to begin with. */
    public ActivationSite(String name, Shape featureMap) {
        this.name = name;
        this.featureMap = featureMap;
    }

    /** Name of the site: {@code relu1}. */
    public String name() {
        return name;
    }

    /** Shape of the feature map for one image: {@code [height, width, channels]} or {@code [features]}. */
    public Shape featureMap() {
        return featureMap;
    }

    public int neurons() {
        return featureMap.elements();
    }

    public ActivationFunction function() {
        return function;
    }

    /**
     * Puts another function in the place of a ReLU. What stands in a ReLU's place can be taken out again, or get another
     * policy with the bounds that it has. The site owns its bounds, and with it the network: those that are taken out are
     * freed here, those that are put in must not be closed by the caller.
     *
     * @throws NotAReluException if what stands here is anything else: a function that approximates a ReLU would be put
     *     where the network was trained with another
     */
    public void replace(ActivationFunction other) {
        if (!(function instanceof ActivationFunction.Relu || returnsToRelu(other) || keepsBounds(other))) {
            throw new NotAReluException(name, function);
        }
        if (other instanceof ActivationFunction.Bounded bounded) {
            int expected = boundedRelu(bounded, 1).bounds();
            int found = bounded.bounds().value().elements();
            if (found != expected) {
                throw new IllegalArgumentException(
                        name + " needs " + expected + " bounds per " + bounded.granularity() + ", found " + found);
            }
        }
        if (function instanceof ActivationFunction.Bounded dropped && !keepsBounds(other)) {
            dropped.bounds().value().close();
        }
        function = other;
    }

    /**
     * Puts a bounded ReLU here whose bounds are still to be written: all are 0.
     *
     * @param kappa steepness of the smooth policy
     * @return the bounds, λ; they belong to the site
     * @throws NotAReluException if there is no ReLU here
     */
    public Parameter replaceWithBounds(
            BoundedRelu.Policy policy, BoundedRelu.Granularity granularity, float kappa, Backend backend) {
        if (!(function instanceof ActivationFunction.Relu)) {
            throw new NotAReluException(name, function);
        }
        geometry(policy, granularity, kappa, 1); // refuses a wrong κ before anything is allocated
        ParameterSource.Request request = boundsRequest(granularity);
        Parameter bounds =
                new Parameter(request.name(), request.kind(), request.layout(), Tensor.zeros(backend, request.shape()));
        replace(new ActivationFunction.Bounded(policy, granularity, kappa, bounds));
        return bounds;
    }

    private boolean returnsToRelu(ActivationFunction other) {
        return function instanceof ActivationFunction.Bounded && other instanceof ActivationFunction.Relu;
    }

    private boolean keepsBounds(ActivationFunction other) {
        return function instanceof ActivationFunction.Bounded present
                && other instanceof ActivationFunction.Bounded next
                && present.bounds() == next.bounds();
    }

    /** Name, layout and shape of the bounds that a bounded ReLU has here. */
    public ParameterSource.Request boundsRequest(BoundedRelu.Granularity granularity) {
        Shape shape = switch (granularity) {
            case LAYER -> Shape.of(1);
            case CHANNEL -> Shape.of(featureMap.extent(-1));
            case NEURON -> featureMap;
        };
        Parameter.Layout layout = shape.rank() == 3 ? Parameter.Layout.FEATURE_MAP : Parameter.Layout.SAME;
        return new ParameterSource.Request(name + ".bounds", Parameter.Kind.BOUND, layout, shape, 0, 0);
    }

    /** The bounded ReLU that a function is at this site for a batch. */
    public BoundedRelu boundedRelu(ActivationFunction.Bounded bounded, int batch) {
        return geometry(bounded.policy(), bounded.granularity(), bounded.kappa(), batch);
    }

    private BoundedRelu geometry(
            BoundedRelu.Policy policy, BoundedRelu.Granularity granularity, float kappa, int batch) {
        int channels = featureMap.extent(-1);
        return new BoundedRelu(policy, granularity, kappa, batch, neurons() / channels, channels);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (!input.equals(featureMap)) {
            throw new IllegalArgumentException(
                    "activation " + name + " was made for " + featureMap + ", but its input is " + input);
        }
        return input;
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        pass.observer().accept(this, x);
        return switch (function) {
            case ActivationFunction.Relu _ -> Elementwise.relu(pass.tape(), x);
            case ActivationFunction.Tanh _ -> Elementwise.tanh(pass.tape(), x);
            case ActivationFunction.Bounded bounded ->
                Bounding.boundedRelu(
                        pass.tape(),
                        boundedRelu(bounded, x.shape().extent(0)),
                        x,
                        bounded.bounds().value());
        };
    }

    @Override
    public void lower(PlanBuilder plan) {
        plan.activation(this);
    }

    @Override
    public List<Parameter> parameters() {
        return function instanceof ActivationFunction.Bounded bounded ? List.of(bounded.bounds()) : List.of();
    }

    @Override
    public List<ActivationSite> activationSites() {
        return List.of(this);
    }
}
