package org.fitact.nn.model;

import org.fitact.nn.Named;
import org.fitact.nn.graph.GraphBuilder;

/** A recipe for a network. */
public interface Model extends Named {

    /** A peak learning rate for SGD with momentum 0.9 and batches of 64 with which the model trains well. */
    default double learningRate() {
        return 0.05;
    }

    /** Adds all layers to a builder that stands at the shape of one image. */
    void build(GraphBuilder network, int classes);
}
