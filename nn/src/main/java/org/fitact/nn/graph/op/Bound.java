package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu;

/**
 * An upper bound λ on what a ReLU lets pass; see {@link BoundedRelu} for the formulas. It gives 0 for whatever is not
 * positive, and for NaN, so a ReLU before it changes nothing, and the two are computed as one. In ONNX it is written as the
 * standard operators that {@code nn.onnx.OnnxExport} lists.
 *
 * <p>Keeps the shape. Parameter: {@code bounds}, of the shape of what shares a bound: {@code [1]} for the layer,
 * {@code [channels]}, or that of the value.
 *
 * @param kappa steepness κ of the smooth policy; of no meaning for the others
 */
public record Bound(BoundedRelu.Policy policy, BoundedRelu.Granularity granularity, float kappa) implements Op {

    public Bound {
        new BoundedRelu(policy, granularity, kappa, 1, 1, 1); // refuses a wrong κ
        if (policy == null || granularity == null) {
            throw new IllegalArgumentException("a bound of policy " + policy + " per " + granularity);
        }
    }

    /** The bounded ReLU that this is on one image of a shape. */
    public BoundedRelu geometry(Shape input) {
        int channels = input.extent(-1);
        return new BoundedRelu(policy, granularity, kappa, 1, input.elements() / channels, channels);
    }

    /** The same bounds with something else above them. */
    public Bound with(BoundedRelu.Policy other) {
        return new Bound(other, granularity, kappa);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        return List.of(bounds(inputs.getFirst()));
    }

    /** What the bounds on a value of a shape are. */
    public ParameterSpec bounds(Shape input) {
        Shape shape = switch (granularity) {
            case LAYER -> Shape.of(1);
            case CHANNEL -> Shape.of(input.extent(-1));
            case NEURON -> input;
        };
        ParameterSpec.Layout layout = shape.rank() == 3 ? ParameterSpec.Layout.FEATURE_MAP : ParameterSpec.Layout.SAME;
        return new ParameterSpec("bounds", ParameterSpec.Kind.BOUND, layout, shape, 0, 0);
    }

    @Override
    public String label() {
        return "bound";
    }
}
