package org.fitact.tensor.backend;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a user chooses about a backend.
 *
 * @param threads threads that compute; no result depends on it
 * @param choices among the ways in which a backend can compute, by name, such as {@code gemm} and {@code cublas};
 *     results may differ by rounding
 */
public record BackendOptions(int threads, Map<String, String> choices) {

    public BackendOptions {
        Sizes.requirePositive("threads", threads);
        choices = Map.copyOf(choices);
    }

    /** Everything as the backend does it by itself. */
    public BackendOptions(int threads) {
        this(threads, Map.of());
    }

    /** As many threads as the JVM sees processors. */
    public static BackendOptions defaults() {
        return new BackendOptions(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Refuses choices that a backend does not offer.
     *
     * @throws IllegalArgumentException if there is another than the offered
     */
    public void requireChoicesAmong(String backend, Set<String> offered) {
        Set<String> others = new TreeSet<>(choices.keySet());
        others.removeAll(offered);
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("backend " + backend + " offers no choice of " + String.join(", ", others));
        }
    }
}
