package org.fitact.nn.model;

import org.fitact.nn.layer.NetworkBuilder;

/** A recipe for a network. */
public interface Model {

    /** The name that a user gives. */
    String name();

    /** Adds all layers to a builder that stands at the shape of one image. */
    void build(NetworkBuilder network, int classes);
}
