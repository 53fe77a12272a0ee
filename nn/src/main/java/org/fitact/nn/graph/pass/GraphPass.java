package org.fitact.nn.graph.pass;

/** Makes a graph into another that computes the same in inference, up to the rounding of numbers that it folds. */
@FunctionalInterface
public interface GraphPass {

    Program apply(Program program);
}
