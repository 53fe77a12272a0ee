package org.fitact.nn.integer.range;

import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;

/**
 * An exact number before it is rounded: {@code n · 2^−fraction}.
 *
 * @param span what n can be
 */
public record Exact(Span span, int fraction) {

    /** A word of a format. */
    public static Exact of(Format format) {
        return new Exact(Span.of(format), format.fraction());
    }

    /** A word that a number became. */
    public static Exact of(FixedType type) {
        return new Exact(Span.of(type), type.format().fraction());
    }

    /** The same number at a binary point that is not before this one's. */
    public Exact at(int other) {
        return new Exact(span.left(other - fraction), other);
    }
}
