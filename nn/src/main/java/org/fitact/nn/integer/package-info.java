/**
 * The third execution of a graph: inference in integers, bit for bit what hardware without a floating-point unit computes.
 * Between the quantiser of the images and the largest logit every value is words of a fixed-point type, and what a memory holds
 * goes straight into the arithmetic. {@link org.fitact.nn.integer.NetworkArithmetic} says how, node by node.
 */
package org.fitact.nn.integer;
