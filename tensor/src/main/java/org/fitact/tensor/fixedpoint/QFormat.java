package org.fitact.tensor.fixedpoint;

/**
 * A fixed-point number format Qm.f: one sign bit, m integer bits and f fractional bits in a two's-complement word of
 * 1 + m + f bits, which must be 8, 16 or 32. The value of a word w is {@code w · 2^−f}.
 *
 * <p>A word is held in an {@code int}, sign-extended. The word is the truth: a float32 cannot hold every 32-bit word.
 */
public record QFormat(int integerBits, int fractionBits) {

    /** The default of the paper and of this program: 32 bits, −32768 to 32768 − 2^−16. */
    public static final QFormat Q15_16 = new QFormat(15, 16);

    public static final QFormat Q7_8 = new QFormat(7, 8);

    public static final QFormat Q3_4 = new QFormat(3, 4);

    public QFormat {
        int width = 1 + integerBits + fractionBits;
        if (integerBits < 0 || fractionBits < 0 || (width != 8 && width != 16 && width != 32)) {
            throw new IllegalArgumentException("Q" + integerBits + "." + fractionBits
                    + " takes " + width + " bits, expected 8, 16 or 32 (one sign bit, then integer and fraction bits)");
        }
    }

    /** Bits of a word: 8, 16 or 32. */
    public int width() {
        return 1 + integerBits + fractionBits;
    }

    public int minWord() {
        return -1 << (width() - 1);
    }

    public int maxWord() {
        return ~minWord();
    }

    @Override
    public String toString() {
        return "Q" + integerBits + "." + fractionBits;
    }
}
