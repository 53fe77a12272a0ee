package org.fitact.nn.integer.range;

import java.math.BigInteger;
import java.util.stream.Stream;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;

/** Whole numbers from the least to the greatest, both among them: what a number of the program can be. */
public record Span(BigInteger least, BigInteger greatest) {

    /** 0 alone. */
    public static final Span ZERO = of(0, 0);

    /** From one to another. */
    public static Span of(long least, long greatest) {
        return new Span(BigInteger.valueOf(least), BigInteger.valueOf(greatest));
    }

    /** All words of a format. */
    public static Span of(Format format) {
        return of(format.minWord(), format.maxWord());
    }

    /** The words that numbers become. */
    public static Span of(FixedType type) {
        return of(type.least(), type.greatest());
    }

    /** Of sums. */
    public Span plus(Span other) {
        return new Span(least.add(other.least), greatest.add(other.greatest));
    }

    /** With the other sign. */
    public Span negated() {
        return new Span(greatest.negate(), least.negate());
    }

    /** Of products. */
    public Span times(Span other) {
        BigInteger[] corners = Stream.of(least, greatest)
                .flatMap(one -> Stream.of(one.multiply(other.least), one.multiply(other.greatest)))
                .sorted()
                .toArray(BigInteger[]::new);
        return new Span(corners[0], corners[3]);
    }

    /** Times {@code 2^bits}; of a negative number of bits, divided and rounded outwards. */
    public Span left(int bits) {
        return bits >= 0
                ? new Span(least.shiftLeft(bits), greatest.shiftLeft(bits))
                : new Span(
                        least.shiftRight(-bits),
                        greatest.negate().shiftRight(-bits).negate());
    }

    /** The least span that has both. */
    public Span hull(Span other) {
        return new Span(least.min(other.least), greatest.max(other.greatest));
    }

    /** Whether another has all of it. */
    public boolean within(Span other) {
        return least.compareTo(other.least) >= 0 && greatest.compareTo(other.greatest) <= 0;
    }

    /** Whether a two's-complement number of so many bits can be any of them. */
    public boolean fits(int bits) {
        return Math.max(least.bitLength(), greatest.bitLength()) < bits;
    }
}
