package org.fitact.tensor.backend;

import java.util.Optional;

/** Found by {@link java.util.ServiceLoader}: how a module offers a device. */
public interface BackendProvider {

    /** The name that a user gives: {@code reference}, {@code simd}, {@code cuda}. */
    String name();

    /** Why the backend cannot be opened on this machine, in one line; empty if it can. */
    Optional<String> unavailable();

    /** One line on what the backend runs on here (vector width, device name), for {@code doctor} and for provenance. */
    String description();

    /**
     * Opens the device.
     *
     * @param options threads and such
     * @throws IllegalStateException if {@link #unavailable} has a reason
     */
    Backend open(BackendOptions options);
}
