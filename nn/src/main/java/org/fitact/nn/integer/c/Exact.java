package org.fitact.nn.integer.c;

import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;

/**
 * An exact number before it is rounded: {@code n · 2^−fraction}.
 *
 * @param span what n can be
 */
record Exact(Span span, int fraction) {

    static Exact of(Format format) {
        return new Exact(Span.of(format), format.fraction());
    }

    static Exact of(FixedType type) {
        return new Exact(Span.of(type), type.format().fraction());
    }

    /** The same number at a binary point that is not before this one's. */
    Exact at(int other) {
        return new Exact(span.left(other - fraction), other);
    }
}
