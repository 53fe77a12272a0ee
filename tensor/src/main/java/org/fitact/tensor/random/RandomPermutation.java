package org.fitact.tensor.random;

/**
 * A random order of the numbers 0..n−1 that takes no memory: its elements are computed one by one, so the first few of
 * billions are drawn without replacement, and more of them later.
 *
 * <p>A Feistel network over the least even number of bits that holds n − 1, its round function {@link Philox}; a number beyond
 * n − 1 is put in again, until one below n comes out.
 *
 * <p>Source: J. Black, P. Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002 (cycle walking).
 */
public final class RandomPermutation {

    /** More than the four of which a pseudo-random permutation can be proved. */
    private static final int ROUNDS = 6;

    private final long size;
    private final long seed;
    private final long stream;
    private final int halfBits;
    private final long halfMask;

    /**
     * @param size n, 1 or more
     * @param seed with the stream, of the order
     */
    public RandomPermutation(long size, long seed, long stream) {
        if (size < 1) {
            throw new IllegalArgumentException("a permutation of " + size + " numbers, expected 1 or more");
        }
        this.size = size;
        this.seed = seed;
        this.stream = stream;
        this.halfBits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2);
        this.halfMask = (1L << halfBits) - 1;
    }

    /** n. */
    public long size() {
        return size;
    }

    /** The number in a place, 0..n−1. */
    public long at(long place) {
        if (place < 0 || place >= size) {
            throw new IndexOutOfBoundsException("place " + place + ", expected 0 to " + (size - 1));
        }
        long number = place;
        do {
            number = encipher(number);
        } while (number >= size);
        return number;
    }

    private long encipher(long number) {
        long left = number >>> halfBits;
        long right = number & halfMask;
        for (int round = 0; round < ROUNDS; round++) {
            // The round stands above the halves, which have 32 bits at most.
            long mixed = Philox.bits(seed, stream, (long) round << Integer.SIZE | right);
            long next = left ^ mixed & halfMask;
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
