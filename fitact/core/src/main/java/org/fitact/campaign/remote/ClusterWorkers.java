package org.fitact.campaign.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.TracedNetwork;
import org.fitact.campaign.TrialRunner;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.stats.StoppingRule;
import org.fitact.vulnerability.FaultWork;
import org.fitact.vulnerability.ImageFaults;
import org.fitact.vulnerability.MapWorkers;

/**
 * Has the faults of a map followed by a cluster, in partitions of some images with their faults. The network travels as a scheme of a
 * study does, so whoever would answer otherwise is refused. What comes of an image is taken on the calling thread, which follows no
 * fault itself.
 */
public final class ClusterWorkers implements MapWorkers {

    /** Of the study as which the network travels; no trial of it is computed. */
    private static final double RATE = 1e-6;

    private final TrialCluster cluster;
    private final TracedNetwork network;
    private Parcel scheme;
    private Parcel pixels;

    /** Nothing is sent before there is something to follow. */
    public ClusterWorkers(TrialCluster cluster, TracedNetwork network) {
        this.cluster = cluster;
        this.network = network;
    }

    @Override
    public int workers() {
        return cluster.slots();
    }

    /**
     * {@inheritDoc}
     *
     * @param taker called on the calling thread
     * @throws IllegalArgumentException if the network, its images, or the faults of one of them are too many to be sent
     * @throws ClusterException if an answer would come out otherwise there, it names where, and the field that differs; or if the
     *     cluster fails
     */
    @Override
    public void run(FaultWork work, List<ImageFaults> images, Consumer<FaultWork.Found> taker) {
        if (images.isEmpty()) {
            return;
        }
        if (scheme == null) {
            pixels = ImagesParcel.of(network.images());
            scheme = scheme();
        }
        try (Run run = new Run(work, images)) {
            run.all(taker);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for faults", interrupted);
        }
    }

    /** The network as that of a study of one scheme: which faults it says to have does not matter, since they are sent. */
    private Parcel scheme() {
        ProtectedNetwork hardened = network.hardened();
        CampaignSettings settings = new CampaignSettings(
                List.of(RATE), StoppingRule.exactly(2), new FlipKind(), FaultFilter.ALL, network.deployment(), 0);
        CampaignScheme only = CampaignScheme.of(hardened, settings);
        JsonNode study = StudyDefinition.of(
                "",
                List.of(only),
                settings,
                new StudyDefinition.Evaluated(network.images(), network.images(), network.normalisation()));
        int batch = settings.deployment().batchSize();
        try (StoredNetwork memory = hardened.deploy(settings.deployment());
                EvaluationSet set = new EvaluationSet(
                        hardened.network().backend(), network.images(), network.normalisation(), batch)) {
            TrialRunner runner = new TrialRunner(only, settings, memory, set, Optional.empty());
            return SchemeParcel.of(
                    study, only, settings, Optional.empty(), runner.answersWithoutFaults(), network.normalisation());
        }
    }

    /** What a cluster tells. */
    private sealed interface Event {

        /** A partition of images came back. */
        record Came(List<ImageFaults> images, FaultBytes.Result result) implements Event {}

        /** No more comes. */
        record Failed(Throwable by) implements Event {}
    }

    /** Images, until all of them came back. */
    private final class Run implements AutoCloseable {

        private final FaultWork work;
        private final Deque<ImageFaults> waiting;
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final PartitionSizes sizes;
        private final TrialCluster.Job job;
        private int underway;

        private Run(FaultWork work, List<ImageFaults> images) {
            this.work = work;
            this.waiting = new ArrayDeque<>(images);
            this.sizes = new PartitionSizes(StoppingRule.exactly(Math.max(2, images.size())));
            this.job = cluster.begin(scheme, pixels);
        }

        private void all(Consumer<FaultWork.Found> taker) throws InterruptedException {
            submit();
            while (underway > 0) {
                switch (events.take()) {
                    case Event.Came came -> {
                        underway--;
                        requireAllOf(came);
                        sizes.measured(came.images.size(), came.result.seconds());
                        came.result.found().forEach(taker);
                    }
                    case Event.Failed failed -> fail(failed.by);
                }
                submit();
            }
        }

        private void requireAllOf(Event.Came came) {
            if (!came.result.refusal().isEmpty()) {
                throw new ClusterException("scheme " + network.hardened().scheme()
                        + " cannot be computed as in this study by " + came.result.refusal());
            }
            List<Integer> sent = came.images.stream().map(ImageFaults::image).toList();
            List<Integer> back =
                    came.result.found().stream().map(FaultWork.Found::image).toList();
            if (!sent.equals(back)) {
                throw new ClusterException("images " + back + " came back of a partition of " + sent);
            }
        }

        private static void fail(Throwable by) {
            switch (by) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                default -> throw new ClusterException("faults could not be followed: " + by.getMessage(), by);
            }
        }

        /** Keeps all slots busy. */
        private void submit() {
            int slots = cluster.slots();
            int wanted = underway > slots ? 0 : PartitionScheduler.AHEAD * slots - underway;
            int size = sizes.next(waiting.size(), 0, slots);
            List<List<ImageFaults>> partitions = new ArrayList<>();
            while (partitions.size() < wanted && !waiting.isEmpty()) {
                partitions.add(partition(size));
            }
            if (!partitions.isEmpty()) {
                underway += partitions.size();
                send(partitions);
            }
        }

        private List<ImageFaults> partition(int size) {
            List<ImageFaults> partition = new ArrayList<>();
            long faults = 0;
            while (partition.size() < size
                    && !waiting.isEmpty()
                    && (partition.isEmpty() || faults + waiting.peek().size() <= FaultBytes.MOST)) {
                ImageFaults next = waiting.remove();
                partition.add(next);
                faults += next.size();
            }
            if (faults > FaultBytes.MOST) {
                throw new IllegalArgumentException(faults + " faults are to be met with image "
                        + partition.getFirst().image() + ", expected at most " + FaultBytes.MOST
                        + " where they are sent to other machines: a larger margin, or more images");
            }
            return partition;
        }

        private void send(List<List<ImageFaults>> partitions) {
            List<byte[]> bytes = partitions.stream()
                    .map(images -> FaultBytes.of(new FaultBytes.Partition(work, images)))
                    .toList();
            job.submit(bytes, new TrialCluster.Receiver() {
                @Override
                public void computed(int index, byte[] result) {
                    try {
                        events.add(new Event.Came(partitions.get(index), FaultBytes.result(result)));
                    } catch (IOException | RuntimeException e) {
                        failed(e);
                    }
                }

                @Override
                public void failed(Throwable by) {
                    events.add(new Event.Failed(by));
                }
            });
        }

        @Override
        public void close() {
            job.close();
        }
    }
}
