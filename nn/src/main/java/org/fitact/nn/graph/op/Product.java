package org.fitact.nn.graph.op;

/** A sum of products with weights; what comes behind it can be computed in its epilogue. */
public sealed interface Product extends Op permits Conv2d, Linear {

    /** Whether a bias is among its parameters. */
    boolean bias();
}
