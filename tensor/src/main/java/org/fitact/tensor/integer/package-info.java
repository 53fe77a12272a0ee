/**
 * Arithmetic on fixed-point words as hardware without a floating-point unit does it: formats of operands, accumulators of some
 * width, roundings and overflows at the place where they happen, each counted. {@link org.fitact.tensor.integer.IntegerOps} says
 * what the ops are; the reference computes them on {@code long}, exactly, to be read.
 */
package org.fitact.tensor.integer;
