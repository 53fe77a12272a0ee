package org.fitact.protect;

import java.util.Map;

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
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return Map.of();
    }

    @Override
    public Role role() {
        return Role.BASELINE;
    }
}
