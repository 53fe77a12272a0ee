package org.fitact.bench.fitrelu;

/**
 * The clock of a core under load, as it is found by steps that wait for each other: each of a xorshift's three takes a shift
 * and an exclusive or, one cycle each on every processor of today, so one round takes six.
 */
final class ClockRate {

    private static final int CYCLES = 6;

    /** Some tenths of a millisecond, which other programs often let pass. */
    private static final int ROUNDS = 100_000;

    private static final int TRIES = 2000;

    private static volatile long sink;

    private ClockRate() {}

    /** In GHz; the fastest of many short tries, as whatever interrupts one makes it slower only. */
    static double gigahertz() {
        double best = 0;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            sink = rounds(i + 1L);
            best = Math.max(best, (double) CYCLES * ROUNDS / (System.nanoTime() - start));
        }
        return best;
    }

    private static long rounds(long seed) {
        long x = seed;
        for (int i = 0; i < ROUNDS; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }
}
