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
final class TrialQueue {

    private final Deque<TrialTask> waiting = new ArrayDeque<>();
    /** All that were fed and not taken yet. */
    private final Deque<TrialTask> inOrder = new ArrayDeque<>();

    private final Map<TrialTask, List<TrialOutcome>> computed = new HashMap<>();
    private Throwable failure;
    private boolean closed;

    /** What was computed of a task. */
    record Computed(TrialTask task, List<TrialOutcome> outcomes) {}

    /**
     * Takes tasks, until so many are on their way or the next in order is there to be taken: it may be the last that is wanted.
     * One of which nothing is missing needs no computing.
     */
    synchronized void feed(Iterator<TrialTask> tasks, int most) {
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

    synchronized boolean isEmpty() {
        return inOrder.isEmpty();
    }

    /**
     * The next in order, if it is computed.
     *
     * @throws RuntimeException or an Error, the very one that a thread failed by
     */
    synchronized Optional<Computed> next() {
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
    synchronized Optional<TrialTask> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /** A task to compute, as soon as there is one; empty when the queue is closed. */
    synchronized Optional<TrialTask> take() throws InterruptedException {
        while (!closed && waiting.isEmpty()) {
            wait();
        }
        return closed ? Optional.empty() : poll();
    }

    synchronized void done(TrialTask task, List<TrialOutcome> outcomes) {
        computed.put(task, outcomes);
        notifyAll();
    }

    synchronized void failed(Throwable by) {
        failure = failure == null ? by : failure;
        notifyAll();
    }

    /** Waits until the next in order is computed, or a thread has failed. */
    synchronized void await() throws InterruptedException {
        while (failure == null && !computed.containsKey(inOrder.peek())) {
            wait();
        }
    }

    /** Nobody gets a task any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
