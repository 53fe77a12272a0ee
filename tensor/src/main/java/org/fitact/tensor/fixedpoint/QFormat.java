package org.fitact.tensor.fixedpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.tensor.number.BitClass;

/**
 * A fixed-point number format Qm.f of a memory: one sign bit, m integer bits and f fractional bits in a two's-complement word of
 * 1 + m + f bits, 2 to 32. The value of a word w is {@code w · 2^−f}. One of the two may be negative: Q−3.10 has 8 bits, of
 * which the highest after the sign has weight 2^−4.
 *
 * <p>A word is held in an {@code int}, sign-extended. The word is the truth: a float32 cannot hold every 32-bit word.
 */
public record QFormat(int integerBits, int fractionBits) {

    /** The default of the paper and of this program: 32 bits, −32768 to 32768 − 2^−16. */
    public static final QFormat Q15_16 = new QFormat(15, 16);

    public static final QFormat Q7_8 = new QFormat(7, 8);

    public static final QFormat Q3_4 = new QFormat(3, 4);

    private static final int LEAST_WIDTH = 2;

    private static final Pattern NOTATION = Pattern.compile("[Qq](-?\\d{1,2})\\.(-?\\d{1,2})");

    public QFormat {
        int width = 1 + integerBits + fractionBits;
        if (width < LEAST_WIDTH || width > Integer.SIZE) {
            throw new IllegalArgumentException("Q" + integerBits + "." + fractionBits + " takes " + width
                    + " bits, expected 2 to 32 (one sign bit, then integer and fraction bits)");
        }
    }

    /** Whether a text is in the notation of {@link #toString}, of a format that exists or not. */
    public static boolean isNotation(String text) {
        return NOTATION.matcher(text.strip()).matches();
    }

    /**
     * Reads the notation of {@link #toString}, such as {@code Q15.16}.
     *
     * @throws IllegalArgumentException for another notation, or a width beyond 2 to 32
     */
    public static QFormat parse(String text) {
        Matcher matcher = NOTATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no fixed-point format, expected Qm.f with m integer"
                    + " and f fraction bits, such as Q15.16, Q7.8 or Q3.4");
        }
        return new QFormat(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The same as a format of any numbers. */
    public Format format() {
        return Format.signed(width(), fractionBits);
    }

    /**
     * A format as one of a memory.
     *
     * @throws IllegalArgumentException if it is unsigned, or not of 2 to 32 bits
     */
    public static QFormat of(Format format) {
        if (!format.signed()) {
            throw new IllegalArgumentException(format + " is unsigned, expected two's complement");
        }
        return new QFormat(format.integer() - 1, format.fraction());
    }

    /** Bits of a word, 2 to 32. */
    public int width() {
        return 1 + integerBits + fractionBits;
    }

    public int minWord() {
        return -1 << (width() - 1);
    }

    public int maxWord() {
        return ~minWord();
    }

    /** The value of one unit in the last place, 2^−f. */
    public double resolution() {
        return Math.scalb(1.0, -fractionBits);
    }

    /** A mask of all bits of a word. */
    public int wordMask() {
        return -1 >>> (Integer.SIZE - width());
    }

    /** A mask of the bits of one class; empty if the format has none. */
    public int mask(BitClass bits) {
        int sign = 1 << (width() - 1);
        // A shift by 32 would be one by 0, but f counts 31 at most: the sign takes a bit.
        int fraction = (1 << Math.clamp(fractionBits, 0, width() - 1)) - 1;
        return switch (bits) {
            case SIGN -> sign;
            case INTEGER -> wordMask() & ~(sign | fraction);
            case FRACTION -> fraction;
        };
    }

    /**
     * What a bit means.
     *
     * @param position 0 for the lowest to {@code width() − 1} for the sign
     */
    public BitClass bitClass(int position) {
        if (position < 0 || position >= width()) {
            throw new IllegalArgumentException("bit " + position + " of " + this + ", expected 0 to " + (width() - 1));
        }
        if (position == width() - 1) {
            return BitClass.SIGN;
        }
        return position < fractionBits ? BitClass.FRACTION : BitClass.INTEGER;
    }

    /** The low {@code width()} bits as a two's-complement number; bits above them are ignored. */
    public int signExtend(int bits) {
        int unused = Integer.SIZE - width();
        return bits << unused >> unused;
    }

    /** {@code word XOR mask}, sign-extended again; bits of the mask above the width have no effect. */
    public int flip(int word, int mask) {
        return signExtend(word ^ mask);
    }

    @Override
    public String toString() {
        return "Q" + integerBits + "." + fractionBits;
    }
}
