package org.fitact.tensor.backend.simd;

import java.util.Arrays;
import java.util.Locale;
import org.fitact.tensor.backend.BackendOptions;

/** How convolutions are computed: the choice {@code conv} of {@link BackendOptions}. */
enum Convolutions {

    /** By the algorithm that {@link ConvolutionRule} finds fastest for the shape; Winograd's among them. */
    FASTEST,

    /** As sums of products in the order of the taps, whatever the shape. */
    DIRECT;

    static final String CHOICE = "conv";

    /** @throws IllegalArgumentException for a choice that is none of these */
    static Convolutions of(BackendOptions options) {
        String wanted = options.choices().getOrDefault(CHOICE, "fastest");
        return Arrays.stream(values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "conv is " + wanted + ", expected fastest or direct with this device"));
    }
}
