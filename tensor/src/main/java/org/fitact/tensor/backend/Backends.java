package org.fitact.tensor.backend;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Opens backends by name. */
public final class Backends {

    private Backends() {}

    /** All providers on the class path. */
    public static List<BackendProvider> providers() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * Opens a backend.
     *
     * @throws IllegalArgumentException for a name that no provider has
     * @throws IllegalStateException if the backend cannot run on this machine; the message says why
     */
    public static Backend open(String name, BackendOptions options) {
        for (BackendProvider provider : providers()) {
            if (provider.name().equals(name)) {
                provider.unavailable().ifPresent(reason -> {
                    throw new IllegalStateException("backend " + name + " cannot be used here: " + reason);
                });
                return provider.open(options);
            }
        }
        throw new IllegalArgumentException("no backend is called \"" + name + "\"; there are "
                + providers().stream().map(BackendProvider::name).sorted().collect(Collectors.joining(", ")));
    }

    /** The fastest backend for this machine's CPU: {@code simd} where the Vector API is there, else {@code reference}. */
    public static Backend cpu(BackendOptions options) {
        boolean vectors = providers().stream()
                .anyMatch(p -> p.name().equals("simd") && p.unavailable().isEmpty());
        return open(vectors ? "simd" : "reference", options);
    }
}
