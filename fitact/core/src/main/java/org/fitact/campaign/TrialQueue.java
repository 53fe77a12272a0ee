package org.fitact.campaign;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trials on their way through several threads: fed in their order by one, computed by any, and taken in their order again by
 * the first, which alone knows when there are enough.
 */
public final class TrialQueue {

    private final Deque<TrialTask> waiting = new ArrayDeque<>();
    /** All that were fed and not taken yet. */
    private final Deque<TrialTask> inOrder = new ArrayDeque<>();

    private final Map<TrialTask, List<TrialOutcome>> computed = new HashMap<>();
    private Throwable failure;
    private long events;
    private boolean closed;

    /** What was computed of a task. */
    public record Computed(TrialTask task, List<TrialOutcome> outcomes) {}

    /**
     * Takes tasks, until so many are on their way or the next in order is there to be taken: it may be the last that is wanted.
     * One of which nothing is missing needs no computing.
     */
    public synchronized void feed(Iterator<TrialTask> tasks, int most) {
        while (inOrder.size() < most && !computed.containsKey(inOrder.peek()) && tasks.hasNext()) {
            TrialTask task = tasks.next();
            inOrder.add(task);
            if (task.rates().isEmpty()) {
                computed.put(task, List.of());
            } else {
                waiting.add(task);
            }
        }
        notifyAll();
    }

    /** Tasks that were fed and not taken yet. */
    public synchronized int size() {
        return inOrder.size();
    }

    /** Whether all that were fed are taken. */
    public synchronized boolean isEmpty() {
        return inOrder.isEmpty();
    }

    /**
     * The next in order, if it is computed.
     *
     * @throws RuntimeException or an Error, the very one that a thread failed by
     */
    public synchronized Optional<Computed> next() {
        switch (failure) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException("a trial could not be computed", other);
        }
        List<TrialOutcome> outcomes = inOrder.isEmpty() ? null : computed.remove(inOrder.peek());
        return outcomes == null ? Optional.empty() : Optional.of(new Computed(inOrder.remove(), outcomes));
    }

    /** A task to compute; empty if all are in somebody's hands. */
    public synchronized Optional<TrialTask> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /** A task to compute, as soon as there is one; empty when the queue is closed. */
    synchronized Optional<TrialTask> take() throws InterruptedException {
        while (!closed && waiting.isEmpty()) {
            wait();
        }
        return closed ? Optional.empty() : poll();
    }

    /** A task is computed. */
    public synchronized void done(TrialTask task, List<TrialOutcome> outcomes) {
        computed.put(task, outcomes);
        events++;
        notifyAll();
    }

    /** Nothing more can be computed. */
    public synchronized void failed(Throwable by) {
        failure = failure == null ? by : failure;
        events++;
        notifyAll();
    }

    /** How many times a task was done, or somebody failed. */
    public synchronized long events() {
        return events;
    }

    /**
     * Waits until a task is done, or somebody fails.
     *
     * @param seen {@link #events} before the queue was looked at
     */
    public synchronized void await(long seen) throws InterruptedException {
        while (events == seen) {
            wait();
        }
    }

    /** Nobody gets a task any more. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
