package org.fitact.nn.graph.op;

/** A function of each element for itself, at which protection may stand; see {@code nn.graph.Site}. */
public sealed interface Activation extends Op permits Relu, Tanh {}
