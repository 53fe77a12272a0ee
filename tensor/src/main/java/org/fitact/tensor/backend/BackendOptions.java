package org.fitact.tensor.backend;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a user chooses about a backend.
 *
 * @param threads threads that compute; no result depends on it
 * @param convolution whether convolutions may be computed by transforms, which round differently
 * @param choices among further ways in which one backend can compute, by name, such as {@code gemm} and {@code cublas};
 *     they round differently too
 */
public record BackendOptions(int threads, Convolution convolution, Map<String, String> choices) {

    /** How convolutions are computed. */
    public enum Convolution {
        /** By the algorithm that a fixed rule finds fastest for the shape; Winograd's among them. */
        FASTEST,
        /** As sums of products in the order of the taps, whatever the shape. */
        DIRECT
    }

    public BackendOptions(int threads) {
        this(threads, Convolution.FASTEST);
    }

    public BackendOptions(int threads, Convolution convolution) {
        this(threads, convolution, Map.of());
    }

    public BackendOptions {
        Sizes.requirePositive("threads", threads);
        choices = Map.copyOf(choices);
    }

    /** As many threads as the JVM sees processors. */
    public static BackendOptions defaults() {
        return new BackendOptions(Runtime.getRuntime().availableProcessors());
    }

    /** The same with further choices. */
    public BackendOptions choosing(Map<String, String> more) {
        return new BackendOptions(threads, convolution, more);
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
            throw new IllegalArgumentException(
                    "backend " + backend + " offers no choice of " + String.join(", ", others));
        }
    }
}
