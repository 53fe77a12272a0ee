package org.fitact.tensor.backend.reference;

import java.util.Optional;
import java.util.Set;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.CheckedBackend;

/** Offers the scalar backend, which runs everywhere. */
public final class ReferenceProvider implements BackendProvider {

    @Override
    public String name() {
        return ReferenceBackend.NAME;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "scalar loops in double precision, one thread";
    }

    /** Opens the backend; it computes on the caller's thread whatever the options say. */
    @Override
    public Backend open(BackendOptions options) {
        options.requireChoicesAmong(name(), Set.of());
        return CheckedBackend.of(new ReferenceBackend());
    }
}
