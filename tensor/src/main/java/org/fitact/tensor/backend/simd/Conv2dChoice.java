package org.fitact.tensor.backend.simd;

import org.fitact.tensor.backend.BackendOptions;

/** How convolutions are computed: the choice {@code conv} of {@link BackendOptions}. */
public enum Conv2dChoice {

    /** By the algorithm that {@link Conv2dRule} finds fastest for the shape; Winograd's among them. */
    FASTEST,

    /** As sums of products in the order of the taps, whatever the shape. */
    DIRECT;

    static final String CHOICE = "conv";

    /** @throws IllegalArgumentException for a choice that is none of these */
    static Conv2dChoice of(BackendOptions options) {
        return options.chosen(CHOICE, values());
    }
}
