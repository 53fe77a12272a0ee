package org.fitact.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What the inputs of one reader came to on one thread, or on all. */
final class FuzzTally {

    /** CPU time of the thread that one input may take. */
    static final long MOST_NANOS = 2_000_000_000L;

    /** What the thread may allocate for one input, garbage included; so it never holds more. */
    static final long MOST_BYTES = 512L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long accepted;
    private long refused;
    private long nanos;
    private long mostNanos;
    private long mostBytes;

    /** Reads an input; throws what the reader throws that it may not, and an error where it takes too much. */
    void read(FuzzTarget target, byte[] input) throws IOException {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        FuzzTarget.Ending ending = target.read(input);
        long taken = THREADS.getCurrentThreadCpuTime() - start;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        nanos += taken;
        mostNanos = Math.max(mostNanos, taken);
        mostBytes = Math.max(mostBytes, bytes);
        if (ending == FuzzTarget.Ending.ACCEPTED) {
            accepted++;
        } else {
            refused++;
        }
        if (taken > MOST_NANOS || bytes > MOST_BYTES) {
            throw new AssertionError(taken / 1_000_000 + " ms and " + (bytes >> 20) + " MiB for one input");
        }
    }

    void add(FuzzTally other) {
        accepted += other.accepted;
        refused += other.refused;
        nanos += other.nanos;
        mostNanos = Math.max(mostNanos, other.mostNanos);
        mostBytes = Math.max(mostBytes, other.mostBytes);
    }

    long inputs() {
        return accepted + refused;
    }

    long accepted() {
        return accepted;
    }

    long refused() {
        return refused;
    }

    /** A row of a Markdown table: inputs, accepted, refused, mean and largest time, largest memory. */
    String row(String name) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %.0f µs | %.0f ms | %.1f MiB |",
                name,
                inputs(),
                accepted,
                refused,
                nanos / 1e3 / Math.max(1, inputs()),
                mostNanos / 1e6,
                mostBytes / 1048576.0);
    }
}
