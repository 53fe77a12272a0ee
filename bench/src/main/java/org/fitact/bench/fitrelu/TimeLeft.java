package org.fitact.bench.fitrelu;

import java.time.Duration;
import java.util.function.Supplier;
import org.fitact.bench.run.JmhRun;
import org.fitact.text.Times;

/** How long the methods that have not run will take: each as long as those that have, on average. */
final class TimeLeft {

    /** Of a fork beside its iterations, in seconds: a JVM, and the validation of what it times. */
    private static final double SET_UP = 3;

    private static final int OF_A_CELL = 2;
    private static final int OF_FUSION = 3;

    private final double guess;
    private double seconds;
    private int done;
    private int open;

    /**
     * @param cells each of two methods
     * @param threads numbers of threads; for each there are copies and fused activations besides
     */
    TimeLeft(JmhRun.Effort effort, int cells, int threads) {
        guess = effort.forks() * (SET_UP + (effort.warmups() + effort.iterations()) * effort.millis() / 1000.0);
        open = OF_A_CELL * (cells + threads) + OF_FUSION * threads;
    }

    /** Runs some methods and takes note of how long they took. */
    <T> T timed(int methods, Supplier<T> run) {
        long start = System.nanoTime();
        T result = run.get();
        seconds += (System.nanoTime() - start) / 1e9;
        done += methods;
        open = Math.max(0, open - methods);
        return result;
    }

    /** In words. */
    String text() {
        return Times.left(Duration.ofSeconds(Math.round(open * (done == 0 ? guess : seconds / done))));
    }
}
