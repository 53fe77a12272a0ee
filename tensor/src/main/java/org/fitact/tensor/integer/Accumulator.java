package org.fitact.tensor.integer;

import org.fitact.tensor.fixedpoint.FixedType;

/**
 * Where a sum of products grows.
 *
 * @param type of the register
 * @param moment when a sum is rounded to the type, and overflows
 */
public record Accumulator(FixedType type, Moment moment) {

    /** When a sum becomes a word of the accumulator. */
    public enum Moment {
        /**
         * After each addition, the bias first: {@code acc = type(acc + w·x)}, as a register of that type has it. A sum that
         * saturates depends on the order of its terms.
         */
        EACH_ADDITION,
        /** Once, when the sum is complete and exact. */
        END
    }

    public Accumulator {
        if (!type.format().signed() || moment == null) {
            throw new IllegalArgumentException("an accumulator of " + type + " at " + moment
                    + ", expected a signed type and a moment of rounding");
        }
    }
}
