package org.fitact.tensor.backend;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.fitact.tensor.integer.IntegerOps;

/** Opens backends by name. */
public final class Backends {

    private static final AtomicBoolean WARNED = new AtomicBoolean();

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

    /**
     * The fastest backend for this machine's CPU: {@code simd} where the Vector API is there, else {@code reference}, which
     * takes many times as long; the log then has one warning that says what is missing.
     */
    public static Backend cpu(BackendOptions options) {
        Optional<String> missing = withoutVectors();
        missing.filter(_ -> !WARNED.getAndSet(true))
                .ifPresent(reason -> System.getLogger(Backends.class.getName())
                        .log(System.Logger.Level.WARNING, "no vectors, many times slower: " + reason));
        return open(missing.isEmpty() ? "simd" : "reference", options);
    }

    /** A backend's integer ops, or, where its device has none, those of this machine's CPU. */
    public static IntegerOps integers(Backend backend) {
        return backend.integers().orElseGet(() -> {
            try (Backend host = cpu(new BackendOptions(1))) {
                return host.integers().orElseThrow();
            }
        });
    }

    /** Why {@link #cpu} has to do without vectors, and what to add, in one line; empty if it has them. */
    public static Optional<String> withoutVectors() {
        return providers().stream()
                .filter(provider -> provider.name().equals("simd"))
                .findFirst()
                .map(BackendProvider::unavailable)
                .orElse(Optional.of("the backend simd is not on the class path"));
    }
}
