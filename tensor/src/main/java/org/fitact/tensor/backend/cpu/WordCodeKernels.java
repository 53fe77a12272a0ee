package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.backend.op.WordCounts;

/** Reads words through a code, one block after the other, by the definition of {@link WordCode}. */
public final class WordCodeKernels {

    private WordCodeKernels() {}

    /**
     * Reads the words {@code from .. to−1} of {@code n}, whole blocks but for the last of all.
     *
     * @param check by block, not read where the code has none
     * @param decoded modified
     */
    public static WordCounts decode(WordCode code, int from, int to, int n, int[] words, int[] check, int[] decoded) {
        long corrected = 0;
        long detected = 0;
        for (int i = from; i < to; i += code.blockWords()) {
            int found = switch (code) {
                case WordCode.Vote vote -> vote(vote, i, words, decoded);
                case WordCode.Guard guard -> guard(guard, i, words, decoded);
                case WordCode.Secded secded -> secded(secded, i, n, words, check, decoded);
            };
            corrected += found == CORRECTED ? 1 : 0;
            detected += found == DETECTED ? 1 : 0;
        }
        return new WordCounts(corrected, detected);
    }

    private static final int CLEAN = 0;
    private static final int CORRECTED = 1;
    private static final int DETECTED = 2;

    private static int vote(WordCode.Vote code, int i, int[] words, int[] decoded) {
        int word = words[i];
        int ones = 0;
        for (int bit = code.bits() - 1; bit < code.width(); bit++) {
            ones += word >>> bit & 1;
        }
        if (ones == 0 || ones == code.copies()) {
            decoded[i] = word;
            return CLEAN;
        }
        if (2 * ones == code.copies()) {
            decoded[i] = 0;
            return DETECTED;
        }
        int signs = -1 << code.bits() - 1;
        decoded[i] = 2 * ones > code.copies() ? word | signs : word & ~signs;
        return CORRECTED;
    }

    private static int guard(WordCode.Guard code, int i, int[] words, int[] decoded) {
        int least = code.least()[i % code.groups()];
        int greatest = code.greatest()[i % code.groups()];
        if (words[i] >= least && words[i] <= greatest) {
            decoded[i] = words[i];
            return CLEAN;
        }
        decoded[i] = !code.clamp() ? 0 : words[i] < least ? least : greatest;
        return DETECTED;
    }

    private static int secded(WordCode.Secded code, int i, int n, int[] words, int[] check, int[] decoded) {
        boolean two = code.blockWords() == 2 && i + 1 < n;
        long data = Integer.toUnsignedLong(words[i]) | (two ? (long) words[i + 1] << Integer.SIZE : 0);
        int syndrome = check[i / code.blockWords()];
        for (int bit = 0; bit < code.columns().length; bit++) {
            syndrome ^= (data >>> bit & 1) == 0 ? 0 : code.columns()[bit];
        }
        int found = CLEAN;
        if (syndrome != 0) {
            int bit = struck(code, syndrome);
            // A bit of a word that there is not was not struck.
            boolean mended = bit < 0 ? Integer.bitCount(syndrome) == 1 : bit < Integer.SIZE || two;
            found = mended ? CORRECTED : DETECTED;
            data = mended ? data ^ (bit < 0 ? 0 : 1L << bit) : code.keep() ? data : 0;
        }
        decoded[i] = (int) data;
        if (two) {
            decoded[i + 1] = (int) (data >>> Integer.SIZE);
        }
        return found;
    }

    /** The data bit whose column a syndrome is; −1 if there is none. */
    private static int struck(WordCode.Secded code, int syndrome) {
        for (int bit = 0; bit < code.columns().length; bit++) {
            if (code.columns()[bit] == syndrome) {
                return bit;
            }
        }
        return -1;
    }
}
