package org.fitact.tensor.backend;

import java.util.Map;
import java.util.Optional;

/** Found by {@link java.util.ServiceLoader}: how a module offers a device. */
public interface BackendProvider {

    /** The name that a user gives: {@code reference}, {@code simd}, {@code cuda}. */
    String name();

    /** Why the backend cannot be opened on this machine, in one line; empty if it can. */
    Optional<String> unavailable();

    /** One line on what the backend runs on here (vector width, device name), for {@code doctor} and for provenance. */
    String description();

    /** Optional parts by name, and for each a line: what was found, or why it cannot be used. For {@code doctor}. */
    default Map<String, String> components() {
        return Map.of();
    }

    /**
     * Opens the device, behind a {@link CheckedBackend}; the running thread owns it.
     *
     * @param options threads and such
     * @throws IllegalStateException if {@link #unavailable} has a reason, or a choice among the options cannot be had
     * @throws IllegalArgumentException for a choice that there is not
     */
    Backend open(BackendOptions options);
}
