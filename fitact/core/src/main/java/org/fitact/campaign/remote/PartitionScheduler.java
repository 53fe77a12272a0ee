package org.fitact.campaign.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.TrialQueue;
import org.fitact.campaign.TrialScheduler;
import org.fitact.campaign.TrialTask;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;

/**
 * Has trials computed by a cluster, in partitions. Those come back in any order; trials are taken in theirs, on the calling thread, so
 * the log and the last trial are the same as without a cluster. The calling thread computes none.
 */
public final class PartitionScheduler implements TrialScheduler {

    /** Partitions on their way for each slot, so that none waits for the next one to be sent. */
    public static final int AHEAD = 2;

    /** Trials computed behind one that is slow, in the largest partitions for each slot: they wait in memory for it. */
    public static final int MOST_WAITING = 16;

    private final TrialCluster cluster;
    private final JsonNode study;
    private final Normalisation normalisation;
    private final Parcel images;
    private ClusterTimes times = ClusterTimes.NONE;

    /**
     * @param study the definition by which what is elsewhere is held to be the same
     * @param trial the images of every trial; read once, here
     * @throws IllegalArgumentException if they do not fit an array
     */
    public PartitionScheduler(TrialCluster cluster, JsonNode study, Images trial, Normalisation normalisation) {
        this.cluster = cluster;
        this.study = study;
        this.normalisation = normalisation;
        this.images = ImagesParcel.of(trial);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the scheme cannot be sent: its faults are of a list, or its network does not fit an array
     * @throws ClusterException if trials would come out otherwise there, it names where, and the field that differs; or if the cluster
     *     fails
     */
    @Override
    public void run(Scheme scheme, Iterator<TrialTask> tasks, Taker taker) {
        try (Run run = new Run(scheme)) {
            run.all(tasks, taker);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a trial", interrupted);
        }
    }

    /** What the trials took so far, of all schemes that were run. */
    public ClusterTimes times() {
        return times;
    }

    /** The trials of a scheme. */
    private final class Run implements AutoCloseable {

        private final Scheme scheme;
        private final TrialQueue queue = new TrialQueue();
        private final PartitionSizes sizes;
        private final int trials;
        private TrialCluster.Job job;
        private int cut;
        private int taken;
        private int underway;
        private int largest;
        private int largestSlots;
        private final SchemeClock clock = new SchemeClock();

        private Run(Scheme scheme) {
            this.scheme = scheme;
            this.sizes = new PartitionSizes(scheme.settings().stopping());
            this.trials = scheme.settings().stopping().maxTrials();
        }

        private void all(Iterator<TrialTask> tasks, Taker taker) throws InterruptedException {
            while (true) {
                long seen = queue.events();
                submit(tasks);
                Optional<TrialQueue.Computed> next = queue.next();
                if (next.isPresent()) {
                    taken++;
                    if (!taker.take(next.get().task(), next.get().outcomes())) {
                        return;
                    }
                } else if (queue.isEmpty()) {
                    return;
                } else {
                    clock.waits();
                    queue.await(seen);
                    clock.goesOn();
                }
            }
        }

        /** Keeps all slots busy. */
        private void submit(Iterator<TrialTask> tasks) {
            int slots = cluster.slots();
            largestSlots = Math.max(largestSlots, slots);
            int size;
            int wanted;
            synchronized (this) {
                size = sizes.next(trials - cut, taken, slots);
                wanted = underway > slots ? 0 : AHEAD * slots - underway;
            }
            largest = Math.max(largest, size);
            long most = (long) MOST_WAITING * slots * largest;
            List<List<TrialTask>> partitions = new ArrayList<>();
            for (int i = 0; i < wanted; i++) {
                List<TrialTask> partition = partition(tasks, size, most);
                if (partition.isEmpty()) {
                    break;
                }
                partitions.add(partition);
            }
            if (!partitions.isEmpty()) {
                send(partitions);
            }
        }

        /** Tasks are asked for one by one, since each is looked up in the log. */
        private List<TrialTask> partition(Iterator<TrialTask> tasks, int size, long most) {
            List<TrialTask> partition = new ArrayList<>();
            while (partition.size() < size) {
                int before = queue.size();
                queue.feed(tasks, (int) Math.min(before + 1L, most));
                Optional<TrialTask> task = queue.poll();
                if (task.isPresent()) {
                    partition.add(task.get());
                    cut = task.get().trial() + 1;
                } else if (queue.size() == before) {
                    break; // none is left, or enough are on their way
                }
            }
            return partition;
        }

        private void send(List<List<TrialTask>> partitions) {
            if (job == null) {
                Parcel parcel = SchemeParcel.of(
                        study,
                        scheme.scheme(),
                        scheme.settings(),
                        scheme.alarm(),
                        scheme.own().answersWithoutFaults(),
                        normalisation);
                job = cluster.begin(parcel, images);
                clock.sent(parcel.bytes().length, images.bytes().length);
            }
            synchronized (this) {
                underway += partitions.size();
            }
            List<byte[]> bytes = partitions.stream().map(TrialBytes::ofTasks).toList();
            job.submit(bytes, new TrialCluster.Receiver() {
                @Override
                public void computed(int index, byte[] result) {
                    receive(partitions.get(index), result);
                }

                @Override
                public void failed(Throwable by) {
                    queue.failed(by);
                }
            });
        }

        private void receive(List<TrialTask> partition, byte[] bytes) {
            try {
                TrialBytes.Result result = TrialBytes.result(bytes);
                if (!result.refusal().isEmpty()) {
                    throw new ClusterException("scheme " + scheme.scheme().name()
                            + " cannot be computed as in this study by " + result.refusal());
                }
                List<List<TrialOutcome>> outcomes = result.outcomes();
                if (outcomes.size() != partition.size()) {
                    throw new ClusterException(
                            outcomes.size() + " trials came back of a partition of " + partition.size());
                }
                synchronized (this) {
                    underway--;
                    sizes.measured(outcomes);
                    clock.received(outcomes);
                }
                for (int i = 0; i < outcomes.size(); i++) {
                    queue.done(partition.get(i), outcomes.get(i));
                }
            } catch (IOException | RuntimeException e) {
                queue.failed(e);
            }
        }

        @Override
        public void close() {
            queue.close();
            if (job != null) {
                times = times.plus(clock.times(largestSlots));
                job.close();
            }
        }
    }
}
