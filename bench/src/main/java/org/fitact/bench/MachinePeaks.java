package org.fitact.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What the machine can do at most, measured: the two roofs over every kernel.
 *
 * @param gigaflops 10⁹ operations per second of fused multiply-adds on registers, two operations each
 * @param copy 10⁹ bytes per second of copies that no cache holds, read and written bytes both counted
 * @param read 10⁹ bytes per second of reading such memory
 */
public record MachinePeaks(double gigaflops, double copy, double read) {

    private static final int ROUNDS = 50;
    /** Of a round: so short that on a busy machine some rounds are left in peace. */
    private static final double SECONDS = 0.02;

    private static final double WARM_UP = 0.3;
    /** In the L1 cache of any core. */
    private static final int FEW = 2048;

    /**
     * Steps of an element's chain. With 16, too few of the chains of neighbouring vectors are in the processor's window at a
     * time, and a core reaches a fifth less.
     */
    private static final int CHAIN = 6;
    /** 256 MiB for all threads together. */
    private static final int MANY = 1 << 26;

    private static final float FACTOR = 0.5f;
    private static final float TERM = 0.25f;

    /**
     * Measures for some seconds.
     *
     * @param threads that compute and move memory at the same time
     */
    public static MachinePeaks measure(int threads) throws InterruptedException {
        float[][] numbers = new float[threads][FEW];
        requireRight(numbers[0]);
        double gigaflops = best(threads, 2.0 * CHAIN * FEW, t -> multiplyAndAdd(numbers[t]));
        int part = MANY / threads;
        int[][] from = new int[threads][part];
        int[][] to = new int[threads][part];
        for (int t = 0; t < threads; t++) {
            Arrays.setAll(from[t], i -> i);
        }
        double bytes = (double) part * Integer.BYTES;
        double copy = best(threads, 2 * bytes, t -> System.arraycopy(from[t], 0, to[t], 0, part));
        double read = best(threads, bytes, t -> to[t][0] = sum(from[t]));
        return new MachinePeaks(gigaflops, copy, read);
    }

    /** 10⁹ units per second of the best of many rounds, from the start of the first thread to the end of the last. */
    private static double best(int threads, double units, IntConsumer work) throws InterruptedException {
        int runs = (int) Math.max(1, SECONDS / seconds(work));
        List<Callable<Object>> all = IntStream.range(0, threads)
                .mapToObj(t -> Executors.callable(() -> repeat(runs, () -> work.accept(t))))
                .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            double best = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                pool.invokeAll(all);
                best = Math.max(best, threads * runs * units / (System.nanoTime() - start));
            }
            return best;
        }
    }

    /** Of one run, once it is compiled. */
    private static double seconds(IntConsumer work) {
        long start = System.nanoTime();
        double shortest = Double.POSITIVE_INFINITY;
        while (System.nanoTime() - start < WARM_UP * 1e9) {
            long begun = System.nanoTime();
            work.accept(0);
            shortest = Math.min(shortest, (System.nanoTime() - begun) / 1e9);
        }
        return shortest;
    }

    private static void repeat(int runs, Runnable work) {
        for (int i = 0; i < runs; i++) {
            work.run();
        }
    }

    /**
     * {@code x = x·FACTOR + TERM}, {@link #CHAIN} times over for every element. The compiler makes vectors of it, and the
     * chains of neighbouring vectors hide each other's latency.
     *
     * @param x modified
     */
    private static void multiplyAndAdd(float[] x) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            v = Math.fma(v, FACTOR, TERM);
            v = Math.fma(v, FACTOR, TERM);
            v = Math.fma(v, FACTOR, TERM);
            v = Math.fma(v, FACTOR, TERM);
            v = Math.fma(v, FACTOR, TERM);
            v = Math.fma(v, FACTOR, TERM);
            x[i] = v;
        }
    }

    /** Four streams, so that a core has more lines under way. */
    private static int sum(int[] x) {
        int quarter = x.length / 4;
        int sum = 0;
        for (int i = 0; i < quarter; i++) {
            sum += x[i] + x[i + quarter] + x[i + 2 * quarter] + x[i + 3 * quarter];
        }
        return sum;
    }

    /** After n steps from x the result is exactly 1/2 + (x − 1/2)/2ⁿ, for the x that are taken here. */
    private static void requireRight(float[] x) {
        Arrays.fill(x, 1);
        multiplyAndAdd(x);
        float expected = 0.5f + 0.5f / (1 << CHAIN);
        if (x[0] != expected || x[x.length - 1] != expected) {
            throw new IllegalStateException("multiply-adds give " + x[0] + ", expected " + expected);
        }
    }
}
