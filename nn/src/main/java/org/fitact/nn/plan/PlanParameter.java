package org.fitact.nn.plan;

import java.util.List;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.pass.Program;

/**
 * One stored array of a deployed network, as it was when the plan was made.
 *
 * @param name as in the network; a bias that came about by folding batch norm is named after its weight
 * @param layer name of the layer or activation site
 * @param kind WEIGHT, BIAS, NORM or BOUND
 * @param values not to be modified
 */
public record PlanParameter(String name, String layer, ParameterSpec.Kind kind, float[] values) {

    /** Those that a plan of a program has, in the order of their use. */
    public static List<PlanParameter> of(Program program) {
        return program.graph().parameters().stream()
                .map(spec -> of(spec, program.values().get(spec.name())))
                .toList();
    }

    private static PlanParameter of(ParameterSpec spec, float[] values) {
        // In a plan the running statistics are stored numbers like any other of batch norm.
        ParameterSpec.Kind kind = spec.kind() == ParameterSpec.Kind.STATISTIC ? ParameterSpec.Kind.NORM : spec.kind();
        return new PlanParameter(spec.name(), ParameterSpec.layerOf(spec.name()), kind, values);
    }
}
