package org.fitact.bench.fitrelu;

import java.time.Duration;
import java.util.function.Supplier;
import org.fitact.bench.run.JmhRun;
import org.fitact.text.Times;

/** How long the methods that have not run will take: each as long as those that have, on average. */
final class TimeLeft {

    /** Of a fork beside its iterations, in seconds: a JVM, and the validation of what it times. */
    private static final double SET_UP = 3;

    private final double guess;
    private double seconds;
    private int done;
    private int open;

    /** @param methods that are to run, each once for every combination of its parameters */
    TimeLeft(JmhRun.Effort effort, int methods) {
        guess = effort.forks() * (SET_UP + (effort.warmups() + effort.iterations()) * effort.millis() / 1000.0);
        open = methods;
    }

    /** Runs some methods and takes note of how long they took. */
    <T> T timed(int methods, Supplier<T> run) {
        long start = System.nanoTime();
        T result = run.get();
        seconds += (System.nanoTime() - start) / 1e9;
        done += methods;
        open -= methods;
        return result;
    }

    /** Methods that have not run. */
    int open() {
        return open;
    }

    /** In words. */
    String text() {
        return Times.left(Duration.ofSeconds(Math.round(open * (done == 0 ? guess : seconds / done))));
    }
}
