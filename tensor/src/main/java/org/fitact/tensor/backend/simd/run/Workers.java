package org.fitact.tensor.backend.simd.run;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that share one op: the caller and {@code threads − 1} daemons. An op is cut into numbered tasks; how it is
 * cut may depend on the threads, no sum does. Each thread has a range of the numbers, and takes the next one from that of
 * another when its own is done: neighbouring tasks of neighbouring ops so meet the cache that holds what the last op left.
 * What a task computes does not depend on who runs it, so results are the same for every number of threads.
 */
public final class Workers implements AutoCloseable {

    /** One task of an op; {@code worker} is 0..threads−1 and selects scratch memory. */
    @FunctionalInterface
    public interface Task {
        void run(int index, int worker);
    }

    /** A piece of a range of elements. */
    @FunctionalInterface
    public interface Piece {
        void run(int from, int length);
    }

    /** Elements of a piece: 64 KiB of floats, which amortises the hand-over and still fits an L2 cache several times. */
    public static final int PIECE = 1 << 14;

    /** Polls before a thread goes to sleep: some tens of microseconds, the usual gap between the ops of a training step. */
    private static final int SPINS = 2_000;

    private final Thread[] daemons;
    private volatile Job job;
    private volatile boolean closed;

    /** One op; a new object for each, so that a late thread can never pull a task of the next op by mistake. */
    private static final class Job {
        final int tasks;
        final Task task;
        final AtomicInteger[] next;
        final AtomicInteger done = new AtomicInteger();
        final Thread caller = Thread.currentThread();
        private Throwable failure;
        private volatile int failed = Integer.MAX_VALUE;

        /** @param ranges at most as many as tasks, so that none is empty; the first are those of the threads that wake */
        Job(int tasks, Task task, int ranges) {
            this.tasks = tasks;
            this.task = task;
            this.next = new AtomicInteger[ranges];
            Arrays.setAll(next, range -> new AtomicInteger(start(range)));
        }

        private int start(int range) {
            return (int) ((long) range * tasks / next.length);
        }

        void pull(int worker) {
            for (int i = 0; i < next.length; i++) {
                pull(worker, (worker + i) % next.length);
            }
        }

        private void pull(int worker, int range) {
            int end = start(range + 1);
            for (int index = next[range].getAndIncrement(); index < end; index = next[range].getAndIncrement()) {
                try {
                    if (index < failed) {
                        task.run(index, worker);
                    }
                } catch (Throwable e) {
                    fail(index, e);
                } finally {
                    if (done.incrementAndGet() == tasks) {
                        LockSupport.unpark(caller);
                    }
                }
            }
        }

        /** Keeps the failure of the first task in order, which is the one that a single thread would meet. */
        private synchronized void fail(int index, Throwable e) {
            if (index < failed) {
                failed = index;
                failure = e;
            }
        }

        synchronized Throwable failure() {
            return failure;
        }
    }

    Workers(int threads) {
        daemons = new Thread[threads - 1];
        for (int i = 0; i < daemons.length; i++) {
            int worker = i + 1;
            daemons[i] =
                    Thread.ofPlatform().daemon().name("fitact-simd-" + worker).start(() -> serve(worker));
        }
    }

    public int threads() {
        return daemons.length + 1;
    }

    /** Runs tasks 0..tasks−1 and returns when all are done; what a task throws is thrown here. */
    public void run(int tasks, Task task) {
        if (closed) {
            throw new IllegalStateException("the simd backend is used after it was closed");
        }
        if (tasks <= 1 || daemons.length == 0) {
            for (int index = 0; index < tasks; index++) {
                task.run(index, 0);
            }
            return;
        }
        Job current = new Job(tasks, task, Math.min(threads(), tasks));
        job = current;
        for (int i = 0; i < Math.min(daemons.length, tasks - 1); i++) {
            LockSupport.unpark(daemons[i]);
        }
        current.pull(0);
        for (int spins = 0; current.done.get() < tasks; spins++) {
            pause(spins);
        }
        job = null;
        rethrow(current.failure());
    }

    /** Runs {@code piece} over 0..n−1 in pieces of fixed length. */
    public void forPieces(int n, Piece piece) {
        forPieces(n, PIECE, piece);
    }

    public void forPieces(int n, int length, Piece piece) {
        int pieces = n / length + (n % length == 0 ? 0 : 1);
        run(pieces, (index, worker) -> {
            int from = index * length;
            piece.run(from, Math.min(length, n - from));
        });
    }

    private void serve(int worker) {
        Job last = null;
        int spins = 0;
        while (!closed) {
            Job current = job;
            if (current == null || current == last) {
                pause(spins++);
                continue;
            }
            last = current;
            spins = 0;
            current.pull(worker);
        }
    }

    /** Waits a moment; every waiting thread is unparked when there is something to do, and looks again by itself. */
    private void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.park(this);
        }
    }

    private static void rethrow(Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        closed = true;
        for (Thread daemon : daemons) {
            LockSupport.unpark(daemon);
        }
        boolean interrupted = false;
        for (Thread daemon : daemons) {
            while (daemon.isAlive()) {
                try {
                    daemon.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
