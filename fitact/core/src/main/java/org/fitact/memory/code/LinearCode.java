package org.fitact.memory.code;

import java.util.ArrayList;
import java.util.List;

/**
 * A systematic binary code of up to 64 data bits and r ≤ 16 check bits, read by its syndrome. A data bit is a column of r bits,
 * and the check bits are the sum over GF(2) of the columns of those data bits that are 1. The syndrome of what was read is the sum
 * of the columns of its errors; the column of a check bit is that bit alone. Patterns of up to t errors that the code can tell
 * apart stand in a table by their syndromes; any other syndrome but 0 is an error that is seen and cannot be mended.
 */
public final class LinearCode {

    /** Of the field over which the BCH codes are defined: GF(32) with x⁵ + x² + 1. */
    static final int BCH_FIELD_BITS = 5;

    /** Bits of a code word of BCH, the parity apart. */
    static final int BCH_LENGTH = (1 << BCH_FIELD_BITS) - 1;

    /** Minimal polynomials of α, α³ and α⁵; bit i is the coefficient of xⁱ. */
    private static final int[] MINIMAL = {0b100101, 0b111101, 0b110111};

    private static final int BYTES = Long.BYTES;
    private static final int VALUES_OF_BYTE = 1 << Byte.SIZE;
    private static final int MOST_CHECK_BITS = 16;

    private final int[] columns;
    private final int checkBits;
    /** For each byte of the data and each value of it, the sum of its columns. */
    private final int[][] sums = new int[BYTES][VALUES_OF_BYTE];

    private final long[] dataErrors;
    private final boolean[] mendable;

    /**
     * @param columns by data bit, distinct, none of them 0
     * @param checkBits r
     * @param mended t, how many errors are mended
     * @throws IllegalArgumentException if two patterns of t errors have one syndrome
     */
    public LinearCode(int[] columns, int checkBits, int mended) {
        if (columns.length < 1 || columns.length > Long.SIZE || checkBits < 1 || checkBits > MOST_CHECK_BITS) {
            throw new IllegalArgumentException(columns.length + " data bits and " + checkBits
                    + " check bits, expected 1 to 64 and 1 to " + MOST_CHECK_BITS);
        }
        this.columns = columns.clone();
        this.checkBits = checkBits;
        for (int bit = 0; bit < columns.length; bit++) {
            int place = 1 << bit % Byte.SIZE;
            for (int value = 0; value < VALUES_OF_BYTE; value++) {
                sums[bit / Byte.SIZE][value] ^= (value & place) == 0 ? 0 : columns[bit];
            }
        }
        this.dataErrors = new long[1 << checkBits];
        this.mendable = new boolean[1 << checkBits];
        mendable[0] = true;
        enter(0, 0, 0, mended);
    }

    /** Enters all patterns that have the given errors and up to some more, of higher positions. */
    private void enter(int position, int syndrome, long errors, int more) {
        if (more == 0) {
            return;
        }
        for (int next = position; next < columns.length + checkBits; next++) {
            boolean ofData = next < columns.length;
            int with = syndrome ^ (ofData ? columns[next] : 1 << (next - columns.length));
            if (mendable[with]) {
                throw new IllegalArgumentException("two patterns of errors have syndrome " + with);
            }
            mendable[with] = true;
            dataErrors[with] = errors ^ (ofData ? 1L << next : 0);
            enter(next + 1, with, dataErrors[with], more - 1);
        }
    }

    /**
     * A code that mends one error and sees two (SECDED; Hsiao 1970): its columns are of odd weight, three and more, the lightest
     * first, so that the sum of two is no column.
     *
     * @throws IllegalArgumentException if so few check bits have not as many columns
     */
    public static LinearCode secded(int dataBits, int checkBits) {
        List<Integer> chosen = new ArrayList<>();
        for (int weight = 3; weight <= checkBits; weight += 2) {
            for (int column = 0; column < 1 << checkBits; column++) {
                if (Integer.bitCount(column) == weight && chosen.size() < dataBits) {
                    chosen.add(column);
                }
            }
        }
        if (chosen.size() < dataBits) {
            throw new IllegalArgumentException(
                    "SECDED of " + dataBits + " data bits by " + checkBits + " check bits, expected more of them");
        }
        return new LinearCode(chosen.stream().mapToInt(i -> i).toArray(), checkBits, 1);
    }

    /**
     * A primitive BCH code of length 31 with an overall parity: it mends t errors and sees t + 1.
     *
     * @param mended t, 2 or 3
     * @param dataBits at most 31 − 5t
     */
    public static LinearCode bch(int dataBits, int mended) {
        int generator = generator(mended);
        int degree = BCH_FIELD_BITS * mended;
        if (dataBits > BCH_LENGTH - degree) {
            throw new IllegalArgumentException("BCH of " + dataBits + " data bits that mends " + mended
                    + " errors, expected " + (BCH_LENGTH - degree) + " at most");
        }
        int[] columns = new int[dataBits];
        int power = 1;
        for (int exponent = 0; exponent < degree + dataBits; exponent++) {
            if (exponent >= degree) {
                // The parity over all bits, the check bits that follow from this one included.
                int parity = 1 ^ Integer.bitCount(power) & 1;
                columns[exponent - degree] = power | parity << degree;
            }
            power <<= 1;
            power ^= (power >>> degree & 1) == 0 ? 0 : generator;
        }
        return new LinearCode(columns, degree + 1, mended);
    }

    /** The generator of the BCH code that mends so many errors: a product of minimal polynomials. */
    private static int generator(int errors) {
        int product = 1;
        for (int i = 0; i < errors; i++) {
            product = times(product, MINIMAL[i]);
        }
        return product;
    }

    private static int times(int a, int b) {
        int product = 0;
        for (int i = 0; i < Integer.SIZE; i++) {
            product ^= (b >>> i & 1) == 0 ? 0 : a << i;
        }
        return product;
    }

    public int dataBits() {
        return columns.length;
    }

    public int checkBits() {
        return checkBits;
    }

    /** The columns of the data bits. */
    public int[] columns() {
        return columns.clone();
    }

    /** The check bits of data. */
    public int check(long data) {
        int check = 0;
        for (int b = 0; b < BYTES; b++) {
            check ^= sums[b][(int) (data >>> b * Byte.SIZE) & VALUES_OF_BYTE - 1];
        }
        return check;
    }

    /** What {@link #check} of the data and the check bits that were read differ by: 0 if no error is seen. */
    public int syndrome(long data, int check) {
        return check(data) ^ check;
    }

    /** What a syndrome means. */
    public WordStatus status(int syndrome) {
        if (syndrome == 0) {
            return WordStatus.CLEAN;
        }
        return mendable[syndrome] ? WordStatus.CORRECTED : WordStatus.DETECTED;
    }

    /** The errors among the data bits, of a syndrome that can be mended. */
    public long errors(int syndrome) {
        return dataErrors[syndrome];
    }
}
