package org.fitact.nn.integer.c;

import java.math.BigInteger;
import org.fitact.nn.integer.range.Span;
import org.fitact.tensor.fixedpoint.Format;

/** The integer types of {@code <stdint.h>}, the narrowest first. */
enum CInteger {
    INT8(8, true),
    UINT8(8, false),
    INT16(16, true),
    UINT16(16, false),
    INT32(32, true),
    UINT32(32, false),
    INT64(64, true);

    private final int bits;
    private final Span span;

    CInteger(int bits, boolean signed) {
        this.bits = bits;
        BigInteger values = BigInteger.TWO.pow(bits);
        BigInteger least = signed ? values.shiftRight(1).negate() : BigInteger.ZERO;
        this.span = new Span(least, least.add(values).subtract(BigInteger.ONE));
    }

    /** The narrowest that holds all words of a format. */
    static CInteger of(Format format) {
        return of(Span.of(format));
    }

    /** The narrowest that holds all of a span. */
    static CInteger of(Span numbers) {
        for (CInteger type : values()) {
            if (numbers.within(type.span)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no integer type of C holds " + numbers);
    }

    /** An expression as this type. */
    String cast(String expression) {
        boolean simple = expression.matches("\\w+(\\[\\w+])?|\\w+\\(.*\\)");
        return "(" + this + ")" + (simple ? expression : "(" + expression + ")");
    }

    int bytes() {
        return bits / Byte.SIZE;
    }

    /** A name for a member of this type: {@code int16}. */
    String member() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String toString() {
        return member() + "_t";
    }
}
