package org.fitact.tensor.backend.simd;

import java.util.Optional;
import java.util.Set;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.CheckedBackend;
import org.fitact.tensor.backend.simd.run.Lanes;

/** Offers the vectorised CPU backend where the JVM was started with the module of the Vector API. */
public final class SimdProvider implements BackendProvider {

    static final String NAME = "simd";

    private static final String MODULE = "jdk.incubator.vector";

    @Override
    public String name() {
        return NAME;
    }

    /** Loads no class that needs the module, so that it can answer where the module is absent. */
    @Override
    public Optional<String> unavailable() {
        return ModuleLayer.boot().findModule(MODULE).isPresent()
                ? Optional.empty()
                : Optional.of("the JVM was started without --add-modules " + MODULE);
    }

    @Override
    public String description() {
        return unavailable()
                .orElseGet(() -> "Vector API, " + Lanes.bits() + " bits, "
                        + Runtime.getRuntime().availableProcessors() + " processors");
    }

    @Override
    public Backend open(BackendOptions options) {
        options.requireChoicesAmong(NAME, Set.of(Conv2dChoice.CHOICE));
        unavailable().ifPresent(reason -> {
            throw new IllegalStateException("backend " + NAME + " cannot be used here: " + reason);
        });
        return CheckedBackend.of(new SimdBackend(options));
    }
}
