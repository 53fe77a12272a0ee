package org.fitact.tensor.random;

import java.util.random.RandomGenerator;

/**
 * A sequence of random numbers from {@link Philox}: number n of a stream is a function of (seed, stream, n). The
 * position is all the state there is, so a run is taken up again by {@link #position(long)}, and two generators on
 * different streams or seeds share nothing.
 *
 * <p>The same on every machine and JDK: the distributions are defined here with exact arithmetic and {@link
 * StrictMath}, never by the defaults of {@link RandomGenerator}, which a later JDK may change. Not for concurrent use;
 * a thread takes a {@link #child}.
 */
public final class PhiloxRandom implements RandomGenerator {

    /** Counters from here on are never reached by a position: they give the seeds of the children. */
    private static final long CHILDREN = Long.MIN_VALUE;

    private final long seed;
    private final long stream;
    private final int[] block = new int[4];
    private long position;

    public PhiloxRandom(long seed, long stream) {
        this.seed = seed;
        this.stream = stream;
    }

    public long seed() {
        return seed;
    }

    public long stream() {
        return stream;
    }

    /** How many longs were drawn; every other number takes a fixed or a random count of them. */
    public long position() {
        return position;
    }

    /**
     * Goes to a position, forwards or backwards, at once.
     *
     * @throws IllegalArgumentException for a negative one
     */
    public void position(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("position " + newPosition + ", expected 0 or more");
        }
        position = newPosition;
        if ((position & 1) == 1) {
            fillBlock();
        }
    }

    /**
     * A new generator for a part of the work. It depends on this one's seed and stream and on the index, not on the
     * position, so the parts may be made in any order.
     *
     * @param index 0 or more
     */
    public PhiloxRandom child(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("child " + index + ", expected 0 or more");
        }
        return new PhiloxRandom(Philox.bits(seed, stream, CHILDREN | index), index);
    }

    @Override
    public long nextLong() {
        boolean first = (position & 1) == 0;
        if (first) {
            fillBlock();
        }
        position++;
        return first ? Philox.join(block[0], block[1]) : Philox.join(block[2], block[3]);
    }

    @Override
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    /**
     * Uniform in 0..bound−1, without bias.
     *
     * <p>Source: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019.
     */
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound + ", expected 1 or more");
        }
        long product = Integer.toUnsignedLong(nextInt()) * bound;
        if ((product & 0xFFFF_FFFFL) < bound) {
            long rejected = (1L << 32) % bound;
            while ((product & 0xFFFF_FFFFL) < rejected) {
                product = Integer.toUnsignedLong(nextInt()) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** Uniform in 0..bound−1, without bias. */
    @Override
    public long nextLong(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound + ", expected 1 or more");
        }
        long rejected = Long.remainderUnsigned(-bound, bound);
        while (true) {
            long bits = nextLong();
            if (Long.compareUnsigned(bits * bound, rejected) >= 0) {
                return Math.unsignedMultiplyHigh(bits, bound);
            }
        }
    }

    /** Uniform in [0, 1), a multiple of 2^−24. */
    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /**
     * The numbers that as many calls of {@link #nextFloat()} would give, several times faster.
     *
     * @param values overwritten
     */
    public void nextFloats(float[] values) {
        int next = 0;
        if ((position & 1) == 1 && values.length > 0) {
            values[next++] = nextFloat();
        }
        long[] words = new long[4 * Philox.AT_ONCE];
        for (; next + 2 * Philox.AT_ONCE <= values.length; next += 2 * Philox.AT_ONCE) {
            Philox.blocks(seed, stream, position >>> 1, words);
            position += 2 * Philox.AT_ONCE;
            for (int i = 0; i < Philox.AT_ONCE; i++) {
                values[next + 2 * i] = (words[i + Philox.AT_ONCE] >>> 8) * 0x1p-24f;
                values[next + 2 * i + 1] = (words[i + 3 * Philox.AT_ONCE] >>> 8) * 0x1p-24f;
            }
        }
        while (next < values.length) {
            values[next++] = nextFloat();
        }
    }

    /** Uniform in [0, 1), a multiple of 2^−53. */
    @Override
    public double nextDouble() {
        return Philox.unit(nextLong());
    }

    /**
     * Normal with mean 0 and standard deviation 1, by the polar method on the halves of one long; takes 1.27 longs on
     * average.
     *
     * <p>Source: G. Marsaglia, T. A. Bray, "A Convenient Method for Generating Normal Variables", SIAM Review 6, 1964.
     */
    @Override
    public double nextGaussian() {
        while (true) {
            long bits = nextLong();
            // The half keeps both coordinates symmetric and off zero.
            double x = ((int) bits + 0.5) * 0x1p-31;
            double y = ((int) (bits >> 32) + 0.5) * 0x1p-31;
            double square = x * x + y * y;
            if (square < 1) {
                return x * Math.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /**
     * Puts the elements into a random order, each order as likely as any other (Fisher–Yates).
     *
     * @param elements modified
     */
    public void shuffle(int[] elements) {
        for (int last = elements.length - 1; last > 0; last--) {
            int chosen = nextInt(last + 1);
            int swap = elements[last];
            elements[last] = elements[chosen];
            elements[chosen] = swap;
        }
    }

    private void fillBlock() {
        Philox.block(seed, stream, position >>> 1, block);
    }
}
