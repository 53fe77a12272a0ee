package org.fitact.nn.plan;

import java.util.List;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.pass.Program;
import org.fitact.tensor.Shape;

/**
 * One stored array of a deployed network, as it was when the plan was made.
 *
 * @param name as in the network; a bias that came about by folding batch norm is named after its weight
 * @param layer name of the layer or activation site
 * @param kind WEIGHT, BIAS, NORM, BOUND or LOWER_BOUND
 * @param channels of its last axis, which lie side by side; 1 for a vector
 * @param values not to be modified
 */
public record PlanParameter(String name, String layer, ParameterSpec.Kind kind, int channels, float[] values) {

    /** Those that a plan of a program has, in the order of their use. */
    public static List<PlanParameter> of(Program program) {
        return program.graph().parameters().stream()
                .map(spec -> of(spec, program.values().get(spec.name())))
                .toList();
    }

    private static PlanParameter of(ParameterSpec spec, float[] values) {
        // In a plan the running statistics are stored numbers like any other of batch norm.
        ParameterSpec.Kind kind = spec.kind() == ParameterSpec.Kind.STATISTIC ? ParameterSpec.Kind.NORM : spec.kind();
        Shape shape = spec.shape();
        int channels = shape.rank() > 1 ? shape.extent(shape.rank() - 1) : 1;
        return new PlanParameter(spec.name(), ParameterSpec.layerOf(spec.name()), kind, channels, values);
    }
}
