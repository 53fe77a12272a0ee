package org.fitact.protect;

import org.fitact.nn.model.Network;

/** Plain ReLU: what the others are compared with. */
final class Unprotected implements Protection {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public String summary() {
        return "plain ReLU";
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        return Outcome.NOTHING_TO_SAY;
    }
}
