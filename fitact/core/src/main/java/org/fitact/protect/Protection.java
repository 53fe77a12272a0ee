package org.fitact.protect;

import org.fitact.nn.Named;
import org.fitact.nn.graph.Network;

/** A way to protect a trained network against faults in its memory. */
public interface Protection extends Named {

    /**
     * Of the algorithm: raised whenever the same network, images and settings would give another result, so that what an
     * earlier version hardened is not taken for what this one would.
     */
    int version();

    /**
     * Those of the settings that the result depends on, as the identity of a hardened network has them: a record, or numbers
     * by name. How parameters are stored need not be among them.
     */
    default Object settings(HardeningSettings settings) {
        return settings;
    }

    /** One line: what it does, and its source. */
    String summary();

    /**
     * Protects a network.
     *
     * @param network trained, with plain ReLUs; its activations are replaced
     * @param job what the scheme may use
     * @return what was found out on the way, for the report: parameters and results by name, empty if there is nothing
     */
    Outcome protect(Network network, HardeningJob job);
}
