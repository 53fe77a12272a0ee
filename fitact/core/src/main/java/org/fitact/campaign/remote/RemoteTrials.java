package org.fitact.campaign.remote;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.fitact.campaign.TrialTask;
import org.fitact.nn.image.Images;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.vulnerability.FaultWork;

/**
 * Computes partitions, of trials or of the faults of a map, in a process of a cluster. Each is computed on a thread with a backend of its
 * own, on which a scheme stays deployed for the next partition; there are as many threads as partitions at one time. Safe for several
 * threads.
 */
public final class RemoteTrials implements AutoCloseable {

    private static final RemoteTrials SHARED = new RemoteTrials();

    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Unpacked<SchemeParcel> schemes = new Unpacked<>(SchemeParcel::read);
    private final Unpacked<Images> images = new Unpacked<>(ImagesParcel::read);

    RemoteTrials() {}

    /** Where a partition belongs to. */
    private record Study(String scheme, String images) {}

    /** The trials of this process. */
    public static RemoteTrials shared() {
        return SHARED;
    }

    /**
     * Computes a partition; returns when it is computed.
     *
     * @param where this is, for messages
     * @param scheme its parcel
     * @param images the parcel of the images
     * @param partition as the cluster was given it
     * @param witness of what its trials, or images, came to, on any thread
     * @return what the cluster has to hand back; it may say that nothing was computed, because it would come out otherwise than the
     *     study's
     * @throws InterruptedException if somebody interrupts it, behind the trial, or image, that is being computed
     */
    public byte[] compute(
            String where, Parcel.Address scheme, Parcel.Address images, byte[] partition, Attempts.Witness witness)
            throws InterruptedException {
        Study study = new Study(scheme.sha256(), images.sha256());
        Worker worker = take(study);
        try {
            return worker.call(() -> {
                String reason = worker.open(study, scheme, images);
                String refusal = reason.isEmpty() ? "" : where + ": " + reason;
                return switch (PartitionBytes.kind(partition)) {
                    case TRIALS ->
                        TrialBytes.of(
                                refusal.isEmpty()
                                        ? worker.trials(TrialBytes.tasks(partition), witness)
                                        : new TrialBytes.Result(refusal, List.of()));
                    case FAULTS ->
                        FaultBytes.of(
                                refusal.isEmpty()
                                        ? worker.faults(FaultBytes.partition(partition), witness)
                                        : new FaultBytes.Result(refusal, 0, List.of()));
                };
            });
        } finally {
            synchronized (idle) {
                idle.push(worker);
            }
        }
    }

    /** One that has the scheme open, or else the one that has had nothing to do for longest. */
    private Worker take(Study study) {
        synchronized (idle) {
            for (Iterator<Worker> all = idle.iterator(); all.hasNext(); ) {
                Worker worker = all.next();
                if (study.equals(worker.study)) {
                    all.remove();
                    return worker;
                }
            }
            return idle.isEmpty() ? new Worker() : idle.removeLast();
        }
    }

    /** Frees what lies deployed for further partitions. */
    @Override
    public void close() {
        List<Worker> all;
        synchronized (idle) {
            all = List.copyOf(idle);
            idle.clear();
        }
        all.forEach(Worker::close);
    }

    /** A thread, and what is open on it. */
    private final class Worker {

        private final ExecutorService thread = Executors.newSingleThreadExecutor(
                task -> Thread.ofPlatform().daemon().name("trials").unstarted(task));
        private volatile Study study;
        private volatile boolean interrupted;
        private OpenScheme open;

        private <T> T call(Callable<T> task) throws InterruptedException {
            Future<T> future = thread.submit(task);
            InterruptedException by = null;
            while (true) {
                try {
                    T result = future.get();
                    if (by == null) {
                        return result;
                    }
                    throw by;
                } catch (InterruptedException e) {
                    if (e == by) {
                        throw e;
                    }
                    by = e;
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause(), by);
                } finally {
                    if (future.isDone()) {
                        interrupted = false;
                    }
                }
            }
        }

        private RuntimeException failure(Throwable cause, InterruptedException by) throws InterruptedException {
            if (by != null) {
                throw by;
            }
            switch (cause) {
                case Error error -> throw error;
                case RuntimeException unchecked -> throw unchecked;
                default -> throw new IllegalStateException("a partition could not be computed", cause);
            }
        }

        /** Why it cannot be opened; empty if it is open. */
        private String open(Study wanted, Parcel.Address scheme, Parcel.Address set) {
            if (wanted.equals(study)) {
                return "";
            }
            closeScheme();
            try {
                long budget = EvaluationSet.BUDGET / Runtime.getRuntime().availableProcessors();
                open = new OpenScheme(schemes.of(scheme), images.of(set), budget);
                study = wanted;
                return "";
            } catch (IOException | IllegalArgumentException | IllegalStateException e) {
                return String.valueOf(e.getMessage());
            }
        }

        private TrialBytes.Result trials(List<TrialTask> tasks, Attempts.Witness witness) {
            return new TrialBytes.Result("", each(tasks, open::run, TrialBytes::digests, witness));
        }

        private FaultBytes.Result faults(FaultBytes.Partition partition, Attempts.Witness witness) {
            long start = System.nanoTime();
            OpenScheme network = open;
            List<FaultWork.Found> found = each(
                    partition.images(),
                    faults -> network.follow(partition.work(), faults),
                    FaultBytes::digests,
                    witness);
            return new FaultBytes.Result("", (System.nanoTime() - start) / 1e9, found);
        }

        private <T, F> List<F> each(
                List<T> items, Function<T, F> compute, Function<List<F>, byte[]> digests, Attempts.Witness witness) {
            List<F> found = new ArrayList<>();
            try {
                for (T item : items) {
                    if (interrupted) {
                        throw new CancellationException("interrupted behind " + found.size() + " of " + items.size());
                    }
                    found.add(compute.apply(item));
                }
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                // It may be half struck.
                closeScheme();
                throw e;
            } finally {
                witness.computed(digests.apply(found));
            }
            return found;
        }

        private void closeScheme() {
            study = null;
            if (open != null) {
                OpenScheme closed = open;
                open = null;
                closed.close();
            }
        }

        private void close() {
            thread.submit(this::closeScheme);
            thread.close();
        }
    }

    /** What was unpacked last, since all partitions of a time are of one study. */
    private static final class Unpacked<T> {

        private interface Reader<T> {
            T read(byte[] bytes) throws IOException;
        }

        private final Reader<? extends T> reader;
        private String sha256 = "";
        private T last;

        private Unpacked(Reader<? extends T> reader) {
            this.reader = reader;
        }

        /** @throws IllegalStateException if what came is not what was sent */
        private synchronized T of(Parcel.Address address) throws IOException {
            if (!sha256.equals(address.sha256())) {
                Parcel found = Parcel.of(address.bytes().get());
                if (!found.sha256().equals(address.sha256())) {
                    throw new IllegalStateException("bytes with the SHA-256 " + found.sha256() + " arrived, expected "
                            + address.sha256() + " as they were sent");
                }
                last = reader.read(found.bytes());
                sha256 = found.sha256();
            }
            return last;
        }
    }
}
