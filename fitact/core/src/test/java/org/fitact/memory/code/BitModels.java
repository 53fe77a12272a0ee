package org.fitact.memory.code;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What codes promise, bit by bit and by search: written from their definitions, without tables, syndromes or anything else of the
 * program. Bits are those of a {@link BigInteger}, data lowest and check bits above.
 */
final class BitModels {

    /** What reading gives: the data, and what was found. */
    record Read(BigInteger data, WordStatus status) {}

    /** Whether bits are a code word. */
    interface Member {
        boolean contains(BigInteger bits);
    }

    private BitModels() {}

    /** Reads by looking for the code word within t flips; there is at most one. */
    static Read nearest(BigInteger bits, int dataBits, int checkBits, int t, Member code) {
        BigInteger mask = BigInteger.ONE.shiftLeft(dataBits).subtract(BigInteger.ONE);
        if (code.contains(bits)) {
            return new Read(bits.and(mask), WordStatus.CLEAN);
        }
        List<BigInteger> found = new ArrayList<>();
        search(bits, 0, dataBits + checkBits, t, code, found);
        if (found.size() > 1) {
            throw new IllegalStateException("two code words as near");
        }
        return found.isEmpty()
                ? new Read(BigInteger.ZERO, WordStatus.DETECTED)
                : new Read(found.getFirst().and(mask), WordStatus.CORRECTED);
    }

    private static void search(BigInteger bits, int from, int n, int more, Member code, List<BigInteger> found) {
        for (int position = from; more > 0 && position < n; position++) {
            BigInteger flipped = bits.flipBit(position);
            if (code.contains(flipped)) {
                found.add(flipped);
            }
            search(flipped, position + 1, n, more - 1, code, found);
        }
    }

    /**
     * Hsiao's code: check bit i makes the number of ones even among itself and the data bits whose column has bit i. Columns are
     * the odd numbers of ones from three on, by number of ones and then by size.
     */
    static Member hsiao(int dataBits, int checkBits) {
        List<Integer> columns = new ArrayList<>();
        for (int ones = 3; columns.size() < dataBits; ones += 2) {
            for (int column = 1; column < 1 << checkBits; column++) {
                if (Integer.toBinaryString(column).chars().filter(c -> c == '1').count() == ones
                        && columns.size() < dataBits) {
                    columns.add(column);
                }
            }
        }
        return bits -> {
            for (int check = 0; check < checkBits; check++) {
                int ones = bits.testBit(dataBits + check) ? 1 : 0;
                for (int data = 0; data < dataBits; data++) {
                    ones += bits.testBit(data) && (columns.get(data) >> check & 1) == 1 ? 1 : 0;
                }
                if (ones % 2 != 0) {
                    return false;
                }
            }
            return true;
        };
    }

    /**
     * A BCH code by its roots: as a polynomial, check bits lowest and data above, it is 0 at α, α³, … α^(2t−1) of GF(32), and with the
     * last check bit its number of ones is even.
     */
    static Member bch(int dataBits, int t) {
        int[] powers = new int[31];
        for (int i = 0, power = 1; i < 31; i++) {
            powers[i] = power;
            power = power << 1;
            power = power >= 32 ? power ^ 0b100101 : power;
        }
        int checks = 5 * t;
        return bits -> {
            if (bits.bitCount() % 2 != 0) {
                return false;
            }
            for (int root = 1; root < 2 * t; root += 2) {
                int value = 0;
                for (int i = 0; i < dataBits + checks; i++) {
                    boolean one = i < checks ? bits.testBit(dataBits + i) : bits.testBit(i - checks);
                    value ^= one ? powers[i * root % 31] : 0;
                }
                if (value != 0) {
                    return false;
                }
            }
            return true;
        };
    }

    /** A word as its bits, the highest first. */
    static String text(int word, int width) {
        String text = Integer.toBinaryString(word);
        text = "0".repeat(32 - text.length()) + text;
        return text.substring(32 - width);
    }

    /** Bits as a word that is held with copies of its sign, or without. */
    static int word(String text, boolean signed) {
        String extended = (signed ? text.substring(0, 1) : "0").repeat(32 - text.length()) + text;
        return Integer.parseUnsignedInt(extended, 2);
    }

    static long ones(String text) {
        return text.chars().filter(c -> c == '1').count();
    }
}
