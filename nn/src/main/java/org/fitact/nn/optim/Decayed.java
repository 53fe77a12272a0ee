package org.fitact.nn.optim;

import org.fitact.nn.graph.Parameter;

/** Which parameters weight decay shrinks; never bounds, nor what gradients do not train. */
public enum Decayed {

    /** Kernels and matrices. */
    WEIGHTS,

    /** These and the scales of batch norm, which else may grow as they like, and the largest values of a layer with them. */
    SCALES,

    /** These, the shifts of batch norm and biases: what PyTorch's optimisers do if nothing else is said. */
    ALL;

    /** Whether a parameter is one of them. */
    public boolean has(Parameter parameter) {
        return switch (parameter.kind()) {
            case WEIGHT -> true;
            case NORM -> this == ALL || this == SCALES && parameter.name().endsWith(".weight");
            case BIAS -> this == ALL;
            case STATISTIC, BOUND, LOWER_BOUND -> false;
        };
    }
}
