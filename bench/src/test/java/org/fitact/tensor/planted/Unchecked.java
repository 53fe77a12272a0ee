package org.fitact.tensor.planted;

import java.util.Optional;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.BackendProvider;

/** Violates: providers put the checks in front of their backends. */
public final class Unchecked implements BackendProvider {

    @Override
    public String name() {
        return "unchecked";
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "a device without checks";
    }

    @Override
    public Backend open(BackendOptions options) {
        return null;
    }
}
