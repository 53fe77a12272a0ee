package org.fitact.nn.graph;

import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.Tensor;

/** A named tensor that belongs to a network and is stored with it. */
public record Parameter(ParameterSpec spec, Tensor value) {

    /** Full name: {@code conv1.weight}. */
    public String name() {
        return spec.name();
    }

    public ParameterSpec.Kind kind() {
        return spec.kind();
    }

    public ParameterSpec.Layout layout() {
        return spec.layout();
    }

    /** Running statistics are not. */
    public boolean isTrainedByGradient() {
        return kind() != ParameterSpec.Kind.STATISTIC;
    }
}
