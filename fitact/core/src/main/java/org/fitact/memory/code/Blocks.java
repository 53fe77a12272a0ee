package org.fitact.memory.code;

import org.fitact.tensor.number.NumberFormat;

/**
 * Neighbouring words of a format as the bits of one block: the first word lowest.
 *
 * @param words of a block
 */
record Blocks(NumberFormat format, int words) {

    /**
     * Blocks of a number of bits.
     *
     * @throws IllegalArgumentException if words of the format do not fill them
     */
    static Blocks ofBits(NumberFormat format, int bits) {
        if (bits % format.width() != 0) {
            throw new IllegalArgumentException("blocks of " + bits + " bits in words of " + format.name()
                    + ", expected words of a width that divides it");
        }
        return new Blocks(format, bits / format.width());
    }

    long pack(int[] block) {
        long bits = 0;
        for (int i = 0; i < words; i++) {
            bits |= Integer.toUnsignedLong(block[i] & format.wordMask()) << i * format.width();
        }
        return bits;
    }

    /** @param block modified */
    void unpack(long bits, int[] block) {
        for (int i = 0; i < words; i++) {
            block[i] = format.hold((int) (bits >>> i * format.width()));
        }
    }

    /** The bits that a block has where a tensor ends in it; all others are known to be 0. */
    long present(int wordsOfTensor, int number) {
        long bits = Math.min((long) words, (long) wordsOfTensor - (long) number * words) * format.width();
        return bits >= Long.SIZE ? -1L : (1L << bits) - 1;
    }
}
