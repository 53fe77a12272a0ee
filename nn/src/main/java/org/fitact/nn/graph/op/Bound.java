package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Interval;

/**
 * Bounds on what a value may be: behind an activation, a sum, or the layer that makes the logits.
 *
 * <p>Behind a function that is never negative it is an upper bound λ; see {@link BoundedRelu} for the formulas. It gives 0 for
 * whatever is not positive, and for NaN, so a ReLU before it changes nothing, and the two are computed as one. Elsewhere it
 * has two sides, a lower bound μ and an upper one; see {@link Interval}. In ONNX it is written as the standard operators that
 * {@code nn.onnx.OnnxExport} lists.
 *
 * <p>Keeps the shape. Parameters: {@code bounds} λ, of the shape of what shares a bound: {@code [1]} for the layer,
 * {@code [channels]}, or that of the value; and, of two sides, {@code lower} μ of the same shape.
 *
 * @param kappa steepness κ of the smooth policy; of no meaning for the others
 * @param twoSided whether there is a lower bound too; stands in no file where there is none
 */
public record Bound(BoundedRelu.Policy policy, BoundedRelu.Granularity granularity, float kappa, boolean twoSided)
        implements Op, Fields {

    public Bound {
        new BoundedRelu(policy, granularity, kappa, 1, 1, 1); // refuses a wrong κ
        if (policy == null || granularity == null) {
            throw new IllegalArgumentException("a bound of policy " + policy + " per " + granularity);
        }
    }

    /** An upper bound alone. */
    public Bound(BoundedRelu.Policy policy, BoundedRelu.Granularity granularity, float kappa) {
        this(policy, granularity, kappa, false);
    }

    /** As JSON has it: the sides are missing where there is the upper one alone. */
    private record Form(
            BoundedRelu.Policy policy,
            BoundedRelu.Granularity granularity,
            float kappa,
            @JsonSetter(nulls = Nulls.SET) Boolean twoSided) {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Bound of(Form form) {
        return new Bound(form.policy, form.granularity, form.kappa, form.twoSided != null && form.twoSided);
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("policy", policy);
        fields.put("granularity", granularity);
        fields.put("kappa", kappa);
        if (twoSided) {
            fields.put("twoSided", true);
        }
        return fields;
    }

    /** What computes one side on one image of a shape: the bounded ReLU that this is, if it has but one. */
    public BoundedRelu geometry(Shape input) {
        int channels = input.extent(-1);
        return new BoundedRelu(policy, granularity, kappa, 1, input.elements() / channels, channels);
    }

    /** The interval that this is on one image of a shape, if it has two sides. */
    public Interval interval(Shape input) {
        return new Interval(geometry(input));
    }

    /** The same bounds with something else outside them. */
    public Bound with(BoundedRelu.Policy other) {
        return new Bound(other, granularity, kappa, twoSided);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        ParameterSpec upper = bounds("bounds", ParameterSpec.Kind.BOUND, inputs.getFirst());
        return twoSided
                ? List.of(upper, bounds("lower", ParameterSpec.Kind.LOWER_BOUND, inputs.getFirst()))
                : List.of(upper);
    }

    private ParameterSpec bounds(String name, ParameterSpec.Kind kind, Shape input) {
        Shape shape = switch (granularity) {
            case LAYER -> Shape.of(1);
            case CHANNEL -> Shape.of(input.extent(-1));
            case NEURON -> input;
        };
        ParameterSpec.Layout layout = shape.rank() == 3 ? ParameterSpec.Layout.FEATURE_MAP : ParameterSpec.Layout.SAME;
        return new ParameterSpec(name, kind, layout, shape, 0, 0);
    }

    @Override
    public String label() {
        return "bound";
    }
}
