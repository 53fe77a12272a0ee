package org.fitact.tensor.fixedpoint;

/**
 * A fixed-point number format: words of some width whose value is {@code w · 2^−f}. The fraction f may be negative, or more
 * than the width.
 *
 * <p>A word is held in a {@code long} as the number that it is, so an unsigned one has 63 bits at most.
 *
 * @param width bits of a word, 1 to 64, or 63 if unsigned
 * @param fraction bits behind the binary point, f, −512 to 512
 * @param signed whether words are two's complement
 */
public record Format(int width, int fraction, boolean signed) {

    private static final int FARTHEST_POINT = 512;

    public Format {
        int most = signed ? Long.SIZE : Long.SIZE - 1;
        if (width < 1 || width > most || Math.abs(fraction) > FARTHEST_POINT) {
            throw new IllegalArgumentException((signed ? "a signed" : "an unsigned") + " format of " + width
                    + " bits, " + fraction + " of them fraction, expected 1 to " + most + " bits and a fraction of −"
                    + FARTHEST_POINT + " to " + FARTHEST_POINT);
        }
    }

    /** Two's complement. */
    public static Format signed(int width, int fraction) {
        return new Format(width, fraction, true);
    }

    /** Words that are never negative. */
    public static Format unsigned(int width, int fraction) {
        return new Format(width, fraction, false);
    }

    /**
     * The format of a width with the largest fraction that holds all of {@code −magnitude .. magnitude}, rounded to the nearest
     * word; for a magnitude of 0, that of 1.
     *
     * @param magnitude finite, at least 0
     */
    public static Format holding(double magnitude, int width, boolean signed) {
        if (!(magnitude >= 0 && magnitude < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a magnitude of " + magnitude + ", expected a finite one of at least 0");
        }
        int bits = signed ? width - 1 : width;
        double held = magnitude == 0 ? 1 : magnitude;
        int fraction = Math.clamp(bits - 1L - Math.getExponent(held), -FARTHEST_POINT, FARTHEST_POINT);
        Format format = new Format(width, fraction, signed);
        boolean beyond = held * Math.scalb(1.0, fraction) >= format.maxWord() + 0.5;
        return beyond ? new Format(width, fraction - 1, signed) : format;
    }

    /** Bits before the binary point, the sign among them: I of {@code ap_fixed<W, I>}. */
    public int integer() {
        return width - fraction;
    }

    public long minWord() {
        return signed ? -1L << (width - 1) : 0;
    }

    public long maxWord() {
        return signed ? ~minWord() : -1L >>> (Long.SIZE - width);
    }

    /** The largest magnitude of a word, as a double that is not below it. */
    public double largestMagnitude() {
        return signed ? -(double) minWord() : maxWord() < 1L << 53 ? maxWord() : Math.scalb(1.0, width);
    }

    public boolean holds(long word) {
        return word >= minWord() && word <= maxWord();
    }

    /** The value of one unit in the last place, 2^−f. */
    public double resolution() {
        return Math.scalb(1.0, -fraction);
    }

    /** {@code word · 2^−f}, the nearest double; exact for words of up to 54 bits. */
    public double value(long word) {
        return word * resolution();
    }

    /** The low {@link #width} bits as a word; bits above them are ignored. */
    public long wrap(long bits) {
        int unused = Long.SIZE - width;
        return signed ? bits << unused >> unused : bits << unused >>> unused;
    }

    /** As {@link ApFixed} writes it: {@code ap_fixed<16,6>}. */
    @Override
    public String toString() {
        return (signed ? "ap_fixed<" : "ap_ufixed<") + width + "," + integer() + ">";
    }
}
