package org.fitact.campaign;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.Backend;

/**
 * Computes trials on threads side by side: the calling one, on the backend that it has, and others, each with a backend, images
 * and a stored network of its own. What comes out is the same for every number of workers.
 */
public final class ThreadScheduler implements TrialScheduler {

    /** Trials on their way for each worker: so many that none waits for a slow one, and few are computed beyond the last. */
    private static final int AHEAD = 3;

    private final int workers;
    private final Supplier<Backend> backends;
    private final Function<Backend, EvaluationSet> images;

    /**
     * @param workers the calling thread included
     * @param backends opens what another worker computes on, which computes as the campaign's backend does; called on that
     *     worker's thread
     * @param images puts the images of the trials on it
     */
    public ThreadScheduler(int workers, Supplier<Backend> backends, Function<Backend, EvaluationSet> images) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", expected 1 or more");
        }
        this.workers = workers;
        this.backends = backends;
        this.images = images;
    }

    /** The calling thread alone. */
    public static ThreadScheduler alone() {
        return new ThreadScheduler(
                1,
                () -> {
                    throw new IllegalStateException("one worker has the campaign's backend");
                },
                _ -> null);
    }

    @Override
    public void run(Scheme scheme, Iterator<TrialTask> tasks, Taker taker) {
        TrialQueue queue = new TrialQueue();
        List<Thread> helpers = new ArrayList<>();
        try {
            for (int i = 1; i < workers; i++) {
                helpers.add(Thread.ofPlatform().daemon().name("trials-" + i).start(() -> help(queue, scheme.others())));
            }
            lead(queue, scheme.own(), tasks, taker);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a trial", interrupted);
        } finally {
            queue.close();
            helpers.forEach(ThreadScheduler::join);
        }
    }

    private void lead(TrialQueue queue, TrialRunner own, Iterator<TrialTask> tasks, Taker taker)
            throws InterruptedException {
        while (true) {
            long seen = queue.events();
            queue.feed(tasks, AHEAD * workers);
            if (queue.isEmpty()) {
                return;
            }
            Optional<TrialQueue.Computed> next = queue.next();
            if (next.isPresent()) {
                if (!taker.take(next.get().task(), next.get().outcomes())) {
                    return;
                }
            } else {
                Optional<TrialTask> task = queue.poll();
                if (task.isPresent()) {
                    queue.done(task.get(), own.run(task.get()));
                } else {
                    queue.await(seen);
                }
            }
        }
    }

    /** Opens nothing before there is something to compute. */
    private void help(TrialQueue queue, Opener others) {
        try {
            Optional<TrialTask> task = queue.take();
            if (task.isEmpty()) {
                return;
            }
            try (Backend backend = backends.get();
                    EvaluationSet set = images.apply(backend);
                    Opened scheme = others.open(backend, set)) {
                for (; task.isPresent(); task = queue.take()) {
                    queue.done(task.get(), scheme.runner().run(task.get()));
                }
            }
        } catch (Throwable failure) { // whatever it is, the calling thread throws it
            queue.failed(failure);
        }
    }

    private static void join(Thread helper) {
        boolean interrupted = false;
        while (helper.isAlive()) {
            try {
                helper.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
