package org.fitact.nn.onnx.write;

import java.util.List;
import org.fitact.nn.checkpoint.ParameterLayout;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/** Writes bounds as standard operators; {@link org.fitact.nn.onnx.OnnxExport} has the formulas. */
public final class BoundExport {

    /** Beyond this many units of 1/κ above the bound, what a smooth activation lets pass is less than a rounding. */
    public static final float CUT = 17;

    private final GraphWriter graph;
    private final boolean guarded;

    /** A bound that is being written: where, with which numbers in the network's own order. */
    private record Place(Bound bound, String name, ParameterSpec spec, float[] values, boolean channelsOfMaps) {}

    public BoundExport(GraphWriter graph, boolean guarded) {
        this.graph = graph;
        this.guarded = guarded;
    }

    /**
     * Writes an upper bound and the ReLU that it contains.
     *
     * @param name of the last node, which the others' begin with
     * @param ofMaps whether the value is a feature map
     * @return the name of the result
     */
    public String write(Bound bound, String name, String x, ParameterSpec spec, float[] values, boolean ofMaps) {
        Place place = new Place(bound, name, spec, values, ofMaps);
        return switch (bound.policy()) {
            case ZERO -> zero(place, x);
            case SATURATE -> saturate(place, x);
            case SMOOTH -> smooth(place, x);
        };
    }

    /**
     * Writes a bound of two sides.
     *
     * @param name of the last node, which the others' begin with
     * @param specs of the upper bounds and of the lower ones
     * @param values likewise
     * @param ofMaps whether the value is a feature map
     * @return the name of the result
     */
    public String write(
            Bound bound, String name, String x, List<ParameterSpec> specs, List<float[]> values, boolean ofMaps) {
        Place place = new Place(bound, name, specs.getFirst(), values.getFirst(), ofMaps);
        float[] below = values.getLast();
        if (bound.policy() == BoundedRelu.Policy.SMOOTH) {
            String upper = bounds(place, values.getFirst());
            return smooth(place, x, bounds(place, specs.getLast(), below), upper);
        }
        String upper = bounds(place, atLeastZero(values.getFirst()));
        String lower = bounds(place, specs.getLast(), atMostZero(below));
        return bound.policy() == BoundedRelu.Policy.ZERO
                ? zero(place, x, lower, upper)
                : saturate(place, x, lower, upper);
    }

    private String zero(Place at, String x, String lower, String upper) {
        String below = graph.node("LessOrEqual", at.name() + ".below", List.of(x, upper));
        String above = graph.node("GreaterOrEqual", at.name() + ".above", List.of(x, lower));
        return where(at, graph.node("And", at.name() + ".passes", List.of(below, above)), x);
    }

    private String saturate(Place at, String x, String lower, String upper) {
        String capped = graph.node("Min", at.name() + ".capped", List.of(x, upper));
        if (!guarded) {
            return graph.node("Max", at.name(), List.of(capped, lower));
        }
        String clamped = graph.node("Max", at.name() + ".clamped", List.of(capped, lower));
        return where(at, graph.node("Equal", at.name() + ".number", List.of(x, x)), clamped);
    }

    private String smooth(Place at, String x, String lower, String upper) {
        String name = at.name();
        float kappa = at.bound().kappa();
        String positive = graph.node("Greater", name + ".positive", List.of(x, graph.scalar(0)));
        String toUpper = graph.node("Sub", name + ".to_upper", List.of(upper, x));
        String toLower = graph.node("Sub", name + ".to_lower", List.of(x, lower));
        String inside = graph.node("Where", name + ".inside", List.of(positive, toUpper, toLower));
        String scaled = graph.node("Mul", name + ".scaled", List.of(inside, graph.scalar(kappa)));
        String gate = graph.node("Sigmoid", name + ".gate", List.of(scaled));
        if (!guarded) {
            return graph.node("Mul", name, List.of(x, gate));
        }
        String gated = graph.node("Mul", name + ".gated", List.of(x, gate));
        String passes = graph.node("GreaterOrEqual", name + ".passes", List.of(inside, graph.scalar(-CUT / kappa)));
        return where(at, passes, gated);
    }

    private String zero(Place at, String x) {
        String r = relu(at, x);
        String passes = graph.node("LessOrEqual", at.name() + ".passes", List.of(r, bounds(at, at.values())));
        return where(at, passes, r);
    }

    private String saturate(Place at, String x) {
        String bounds = bounds(at, atLeastZero(at.values()));
        if (!guarded && at.bound().granularity() == Granularity.LAYER) {
            return graph.node("Clip", at.name(), List.of(x, graph.scalar(0), bounds));
        }
        String r = relu(at, x);
        if (!guarded) {
            return graph.node("Min", at.name(), List.of(r, bounds));
        }
        String clamped = graph.node("Min", at.name() + ".clamped", List.of(r, bounds));
        return where(at, graph.node("Greater", at.name() + ".passes", List.of(r, graph.scalar(0))), clamped);
    }

    private String smooth(Place at, String x) {
        String name = at.name();
        String r = relu(at, x);
        String above = graph.node("Sub", name + ".above", List.of(r, bounds(at, at.values())));
        String scaled = graph.node(
                "Mul", name + ".scaled", List.of(above, graph.scalar(-at.bound().kappa())));
        String gate = graph.node("Sigmoid", name + ".gate", List.of(scaled));
        if (!guarded) {
            return graph.node("Mul", name, List.of(r, gate));
        }
        String gated = graph.node("Mul", name + ".gated", List.of(r, gate));
        String passes = graph.node(
                "LessOrEqual",
                name + ".passes",
                List.of(above, graph.scalar(CUT / at.bound().kappa())));
        return where(at, passes, gated);
    }

    private String relu(Place at, String x) {
        return graph.node("Relu", at.name() + ".relu", List.of(x));
    }

    private String where(Place at, String condition, String value) {
        return graph.node("Where", at.name(), List.of(condition, value, graph.scalar(0)));
    }

    /** Nothing passes a bound that is not positive, or is NaN: to clamp to 0 is the same. */
    private static float[] atLeastZero(float[] bounds) {
        float[] positive = new float[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            positive[i] = bounds[i] > 0 ? bounds[i] : 0;
        }
        return positive;
    }

    private static float[] atMostZero(float[] bounds) {
        float[] negative = new float[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            negative[i] = bounds[i] < 0 ? bounds[i] : 0;
        }
        return negative;
    }

    private String bounds(Place at, float[] values) {
        return bounds(at, at.spec(), values);
    }

    private String bounds(Place at, ParameterSpec spec, float[] values) {
        StoredTensor stored = ParameterLayout.toFile(spec.layout(), spec.shape(), values);
        return switch (at.bound().granularity()) {
            case LAYER -> graph.initialiser(spec.name(), stored, new int[0]);
            case CHANNEL ->
                at.channelsOfMaps()
                        ? graph.initialiser(spec.name(), stored, stored.shape()[0], 1, 1)
                        : graph.initialiser(spec.name(), stored);
            case NEURON -> graph.initialiser(spec.name(), stored);
        };
    }
}
