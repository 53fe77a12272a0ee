package org.fitact.tensor.backend;

/**
 * What a user chooses about a backend.
 *
 * @param threads threads that compute; no result depends on it
 * @param convolution whether convolutions may be computed by transforms, which round differently
 */
public record BackendOptions(int threads, Convolution convolution) {

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

    public BackendOptions {
        Sizes.requirePositive("threads", threads);
    }

    /** As many threads as the JVM sees processors. */
    public static BackendOptions defaults() {
        return new BackendOptions(Runtime.getRuntime().availableProcessors());
    }
}
