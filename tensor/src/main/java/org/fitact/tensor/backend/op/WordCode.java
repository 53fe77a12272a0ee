package org.fitact.tensor.backend.op;

/**
 * How all words of a tensor are read through a memory code at once. A word is an INT32, sign-extended if it has fewer bits. What
 * cannot be mended reads as 0 unless said otherwise.
 */
public sealed interface WordCode {

    /** Words that are coded together. */
    default int blockWords() {
        return 1;
    }

    /** Whether it reads check bits, an INT32 for each block. */
    default boolean hasCheck() {
        return false;
    }

    /**
     * Bits {@code bits − 1} to {@code width − 1} are copies of the sign: their majority is read, halves against halves are not
     * mended.
     *
     * @param bits that numbers need, sign included
     * @param width of a word
     */
    record Vote(int bits, int width) implements WordCode {

        public Vote {
            if (bits < 1 || bits > width || width > Integer.SIZE) {
                throw new IllegalArgumentException("a vote over bits " + (bits - 1) + " to " + (width - 1)
                        + ", expected 1 to width bits, and a width of 32 at most");
            }
        }

        /** How many bits vote. */
        public int copies() {
            return width - bits + 1;
        }
    }

    /**
     * Word i is read as it is if {@code least[i mod groups] <= word <= greatest[i mod groups]}.
     *
     * @param least not modified, as long as {@code greatest}
     * @param clamp whether the nearest end is read else
     */
    record Guard(int[] least, int[] greatest, boolean clamp) implements WordCode {

        public Guard {
            if (least.length == 0 || least.length != greatest.length) {
                throw new IllegalArgumentException("a guard of " + least.length + " least and " + greatest.length
                        + " greatest words, expected as many of both, 1 or more");
            }
        }

        public int groups() {
            return least.length;
        }
    }

    /**
     * Single errors are mended and double errors seen, in blocks of one or two words of 32 bits, the first lowest: check bit i is
     * the parity of the data bits whose column has bit i.
     *
     * @param columns of 32 or 64 data bits, distinct, of odd weight, three or more
     * @param checkBits beside a block
     * @param keep whether what cannot be mended is read as it is
     */
    record Secded(int[] columns, int checkBits, boolean keep) implements WordCode {

        public Secded {
            if (columns.length != Integer.SIZE && columns.length != Long.SIZE) {
                throw new IllegalArgumentException("columns of " + columns.length + " data bits, expected 32 or 64");
            }
        }

        @Override
        public int blockWords() {
            return columns.length / Integer.SIZE;
        }

        @Override
        public boolean hasCheck() {
            return true;
        }

        /** Which data bits check bit i covers. */
        public long mask(int check) {
            long mask = 0;
            for (int bit = 0; bit < columns.length; bit++) {
                mask |= (long) (columns[bit] >>> check & 1) << bit;
            }
            return mask;
        }
    }
}
