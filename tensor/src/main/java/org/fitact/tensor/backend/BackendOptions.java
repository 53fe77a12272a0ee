package org.fitact.tensor.backend;

/**
 * What a user chooses about a backend.
 *
 * @param threads threads that compute; no result depends on it
 */
public record BackendOptions(int threads) {

    public BackendOptions {
        Sizes.requirePositive("threads", threads);
    }

    /** As many threads as the JVM sees processors. */
    public static BackendOptions defaults() {
        return new BackendOptions(Runtime.getRuntime().availableProcessors());
    }
}
