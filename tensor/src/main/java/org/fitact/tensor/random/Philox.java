package org.fitact.tensor.random;

/**
 * Philox 4x32-10: a bijection of 128-bit counters under a 64-bit key whose output passes every known test of
 * randomness. No state: the block of a counter can be computed anywhere, in any order.
 *
 * <p>Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
 */
public final class Philox {

    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private Philox() {}

    /**
     * One block of 128 random bits. The words of the counter are, from the first, the low and high half of {@code low},
     * then of {@code high}; those of the key are its low and high half.
     *
     * @param block its first four elements are overwritten
     */
    public static void block(long key, long high, long low, int[] block) {
        int c0 = (int) low;
        int c1 = (int) (low >>> 32);
        int c2 = (int) high;
        int c3 = (int) (high >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_32);
            long product1 = MULTIPLIER_1 * (c2 & LOW_32);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        block[0] = c0;
        block[1] = c1;
        block[2] = c2;
        block[3] = c3;
    }

    /** Blocks that {@link #blocks} makes. */
    static final int AT_ONCE = 128;

    /**
     * The blocks of successive counters, in loops that the JIT compiles to vectors: several times faster than one by one.
     *
     * @param low of the first counter
     * @param words overwritten: word w of counter {@code low + i} is in the lower 32 bits of element {@code w · AT_ONCE + i},
     *     the upper ones are 0. One array, because of several the JIT cannot know that they don't overlap.
     */
    static void blocks(long key, long high, long low, long[] words) {
        for (int i = 0; i < AT_ONCE; i++) {
            words[i] = low + i & LOW_32;
            words[i + AT_ONCE] = low + i >>> 32;
            words[i + 2 * AT_ONCE] = high & LOW_32;
            words[i + 3 * AT_ONCE] = high >>> 32;
        }
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            round(words, k0 & LOW_32, k1 & LOW_32);
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
    }

    private static void round(long[] words, long k0, long k1) {
        for (int i = 0; i < AT_ONCE; i++) {
            long product0 = MULTIPLIER_0 * (words[i] & LOW_32);
            long product1 = MULTIPLIER_1 * (words[i + 2 * AT_ONCE] & LOW_32);
            words[i] = product1 >>> 32 ^ words[i + AT_ONCE] ^ k0;
            words[i + AT_ONCE] = product1 & LOW_32;
            words[i + 2 * AT_ONCE] = product0 >>> 32 ^ words[i + 3 * AT_ONCE] ^ k1;
            words[i + 3 * AT_ONCE] = product0 & LOW_32;
        }
    }

    /** The first 64 bits of a block; the block's first word is the low half. */
    public static long bits(long key, long high, long low) {
        int[] block = new int[4];
        block(key, high, low, block);
        return join(block[0], block[1]);
    }

    /** The upper 53 of 64 bits as a number in [0, 1), a multiple of 2^−53. */
    public static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    static long join(int low, int high) {
        return (low & LOW_32) | (long) high << 32;
    }
}
