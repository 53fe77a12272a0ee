package org.fitact.nn.integer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Threads that share the images of a run, each with values of its own. What a task computes does not depend on who runs it. */
final class Lanes<V> implements AutoCloseable {

    /** One task of a run. */
    interface Task<V> {
        void run(int number, V values);
    }

    private final int threads;
    private final Supplier<V> newValues;
    private final List<V> values = new ArrayList<>();
    private final ExecutorService others;
    private boolean alone;

    Lanes(int threads, Supplier<V> newValues) {
        this.threads = threads;
        this.newValues = newValues;
        this.others = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "integer inference");
            thread.setDaemon(true);
            return thread;
        });
    }

    int threads() {
        return threads;
    }

    /** All later tasks are run by the caller, in their order. */
    void alone() {
        alone = true;
    }

    /** Runs tasks, and returns when all are done; the first failure that is found passes through. */
    void run(int tasks, Task<V> task) {
        int sharing = alone ? 1 : Math.min(threads, tasks);
        while (values.size() < sharing) {
            values.add(newValues.get());
        }
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int lane = 1; lane < sharing; lane++) {
            V own = values.get(lane);
            running.add(others.submit(() -> take(next, tasks, task, own)));
        }
        RuntimeException failure = null;
        try {
            take(next, tasks, task, values.getFirst());
        } catch (RuntimeException e) {
            failure = e;
            next.set(tasks);
        }
        for (Future<?> other : running) {
            failure = first(failure, other);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void take(AtomicInteger next, int tasks, Task<V> task, V own) {
        for (int number = next.getAndIncrement(); number < tasks; number = next.getAndIncrement()) {
            task.run(number, own);
        }
    }

    private static RuntimeException first(RuntimeException failure, Future<?> other) {
        try {
            other.get();
            return failure;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return failure == null ? (RuntimeException) e.getCause() : failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure == null ? new IllegalStateException("interrupted", e) : failure;
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
