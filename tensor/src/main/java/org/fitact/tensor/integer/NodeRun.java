package org.fitact.tensor.integer;

/**
 * What an op is given besides its operands when it computes a node.
 *
 * @param tally is told what happened; modified
 * @param draws of its stochastic roundings
 */
public record NodeRun(Tally tally, Draws draws) {}
