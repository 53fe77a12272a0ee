package org.fitact.tensor.backend.op;

/** The shape of an op that sums products of its input with weights, which a backend may want in a layout of its own. */
public sealed interface Product permits Conv2d, Gemm {

    /** Elements of the weights. */
    int weightElements();

    /** Elements of the result. */
    int outputElements();
}
