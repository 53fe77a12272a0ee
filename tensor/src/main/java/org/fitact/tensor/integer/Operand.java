package org.fitact.tensor.integer;

import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Wide;

/** Words, and what they mean. */
public record Operand(long[] words, Format format) {

    /** @throws IllegalArgumentException if the two at one binary point take more bits than are computed exactly */
    public void requireAligned(Operand other) {
        int apart = Math.abs(format.fraction() - other.format.fraction());
        if (Math.max(format.width(), other.format.width()) + apart + 2 > Wide.BITS) {
            throw new IllegalArgumentException(format + " and " + other.format
                    + " have their binary points too far apart for an exact sum in " + Wide.BITS + " bits");
        }
    }
}
