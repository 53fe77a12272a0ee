package org.fitact.memory;

import java.util.List;
import java.util.stream.IntStream;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.plan.PlanParameter;

/** Where the parameters of a plan lie: in the plan's order, but all bounds behind everything else. */
final class MemoryLayout {

    private MemoryLayout() {}

    /** For each region of the address space, the index of its parameter. */
    static int[] order(List<PlanParameter> parameters) {
        return IntStream.concat(indices(parameters, false), indices(parameters, true))
                .toArray();
    }

    static FaultSpace space(Deployment deployment, List<PlanParameter> parameters, int[] order) {
        FaultSpace.Builder builder = FaultSpace.builder(deployment.arithmetic());
        for (int index : order) {
            PlanParameter parameter = parameters.get(index);
            ParameterKind kind = kindOf(parameter.kind());
            builder.format(deployment.format(kind))
                    .add(parameter.layer(), parameter.name(), kind, parameter.values().length);
        }
        return builder.build().guarded(deployment.codes()::of);
    }

    private static IntStream indices(List<PlanParameter> parameters, boolean bounds) {
        return IntStream.range(0, parameters.size())
                .filter(i -> (parameters.get(i).kind() == ParameterSpec.Kind.BOUND) == bounds);
    }

    private static ParameterKind kindOf(ParameterSpec.Kind kind) {
        return switch (kind) {
            case WEIGHT -> ParameterKind.WEIGHT;
            case BIAS -> ParameterKind.BIAS;
            case NORM, STATISTIC -> ParameterKind.NORM;
            case BOUND -> ParameterKind.BOUND;
        };
    }
}
