package org.fitact.tensor.integer;

import java.util.Optional;

/**
 * The bounds of a bounded ReLU or an interval as words. Above λ the output is 0, or λ, or the smooth gate
 * {@code x·σ(κ(λ − x))}, as {@link org.fitact.tensor.backend.op.BoundedRelu} and {@link org.fitact.tensor.backend.op.Interval} have it: a word is compared with
 * a word, whatever the formats of the two. The gate is a table; see {@link GateTable}.
 *
 * @param upper λ
 * @param lower μ; empty where what is not positive becomes 0
 * @param gate of the smooth policy; empty for the others
 */
public record WordBounds(Operand upper, Optional<Operand> lower, Optional<GateTable> gate) {

    /** @throws IllegalArgumentException if one of them and what it bounds take more bits than are computed exactly */
    public void requireAligned(Operand x) {
        x.requireAligned(upper);
        lower.ifPresent(x::requireAligned);
    }
}
