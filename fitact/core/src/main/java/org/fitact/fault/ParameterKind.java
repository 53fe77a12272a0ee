package org.fitact.fault;

/** What a stored parameter is for. */
public enum ParameterKind {
    /** The kernel of a convolution or the matrix of a linear layer. */
    WEIGHT,
    /** What a convolution or a linear layer adds. */
    BIAS,
    /** A vector of a batch normalisation that was not folded: scale, shift, running mean, running variance. */
    NORM,
    /** A parameter of a bounded activation; it exists under the schemes that protect with bounds, and comes last. */
    BOUND
}
