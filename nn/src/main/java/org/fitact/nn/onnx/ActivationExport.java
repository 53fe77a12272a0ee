package org.fitact.nn.onnx;

import java.util.List;
import org.fitact.nn.checkpoint.ParameterLayout;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.layer.ActivationFunction;
import org.fitact.nn.layer.ActivationSite;
import org.fitact.nn.layer.Parameter;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.BoundedRelu.Granularity;

/** Writes the functions at activation sites; {@link OnnxExport} has the formulas. */
final class ActivationExport {

    /** Beyond this many units of 1/κ above the bound, what a smooth activation lets pass is less than a rounding. */
    static final float CUT = 17;

    private final GraphWriter graph;
    private final boolean guarded;

    ActivationExport(GraphWriter graph, boolean guarded) {
        this.graph = graph;
        this.guarded = guarded;
    }

    String activation(ActivationSite site, String x) {
        return switch (site.function()) {
            case ActivationFunction.Relu _ -> graph.node("Relu", site.name(), List.of(x));
            case ActivationFunction.Tanh _ -> graph.node("Tanh", site.name(), List.of(x));
            case ActivationFunction.Bounded bounded ->
                switch (bounded.policy()) {
                    case ZERO -> zero(site, bounded, x);
                    case SATURATE -> saturate(site, bounded, x);
                    case SMOOTH -> smooth(site, bounded, x);
                };
        };
    }

    private String zero(ActivationSite site, ActivationFunction.Bounded bounded, String x) {
        String r = relu(site, x);
        String passes =
                graph.node("LessOrEqual", site.name() + ".passes", List.of(r, bounds(site, bounded, raw(bounded))));
        return where(site, passes, r);
    }

    private String saturate(ActivationSite site, ActivationFunction.Bounded bounded, String x) {
        String bounds = bounds(site, bounded, atLeastZero(raw(bounded)));
        if (!guarded && bounded.granularity() == Granularity.LAYER) {
            return graph.node("Clip", site.name(), List.of(x, graph.scalar(0), bounds));
        }
        String r = relu(site, x);
        if (!guarded) {
            return graph.node("Min", site.name(), List.of(r, bounds));
        }
        String clamped = graph.node("Min", site.name() + ".clamped", List.of(r, bounds));
        return where(site, graph.node("Greater", site.name() + ".passes", List.of(r, graph.scalar(0))), clamped);
    }

    private String smooth(ActivationSite site, ActivationFunction.Bounded bounded, String x) {
        String name = site.name();
        String r = relu(site, x);
        String above = graph.node("Sub", name + ".above", List.of(r, bounds(site, bounded, raw(bounded))));
        String scaled = graph.node("Mul", name + ".scaled", List.of(above, graph.scalar(-bounded.kappa())));
        String gate = graph.node("Sigmoid", name + ".gate", List.of(scaled));
        if (!guarded) {
            return graph.node("Mul", name, List.of(r, gate));
        }
        String gated = graph.node("Mul", name + ".gated", List.of(r, gate));
        String passes =
                graph.node("LessOrEqual", name + ".passes", List.of(above, graph.scalar(CUT / bounded.kappa())));
        return where(site, passes, gated);
    }

    private String relu(ActivationSite site, String x) {
        return graph.node("Relu", site.name() + ".relu", List.of(x));
    }

    private String where(ActivationSite site, String condition, String value) {
        return graph.node("Where", site.name(), List.of(condition, value, graph.scalar(0)));
    }

    private static float[] raw(ActivationFunction.Bounded bounded) {
        return bounded.bounds().value().toArray();
    }

    /** Nothing passes a bound that is not positive, or is NaN: to clamp to 0 is the same. */
    private static float[] atLeastZero(float[] bounds) {
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = bounds[i] > 0 ? bounds[i] : 0;
        }
        return bounds;
    }

    private String bounds(ActivationSite site, ActivationFunction.Bounded bounded, float[] values) {
        Parameter parameter = bounded.bounds();
        Shape shape = parameter.value().shape();
        StoredTensor stored = ParameterLayout.toFile(parameter.layout(), shape, values);
        if (bounded.granularity() == Granularity.LAYER) {
            return graph.initialiser(parameter.name(), stored, new int[0]);
        }
        boolean ofMaps = bounded.granularity() == Granularity.CHANNEL
                && site.featureMap().rank() == 3;
        return ofMaps
                ? graph.initialiser(parameter.name(), stored, stored.shape()[0], 1, 1)
                : graph.initialiser(parameter.name(), stored);
    }
}
