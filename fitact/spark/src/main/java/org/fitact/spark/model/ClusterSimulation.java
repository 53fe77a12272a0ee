package org.fitact.spark.model;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.fitact.campaign.remote.PartitionScheduler;
import org.fitact.campaign.remote.PartitionSizes;
import org.fitact.spark.model.SimulatedCampaign.Loss;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * A campaign on a number of executors, event by event. Partitions are cut, sent ahead and taken in their order as by {@link
 * PartitionScheduler}; Spark's scheduler and who takes trials are a thread each; the time of m trials is log-normal, with the mean and the variance of a sum of m.
 */
public final class ClusterSimulation {

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final ClusterModel model;
    private final int executors;
    private final PhiloxRandom random;
    private final boolean[] slow;
    private final double[] losses = new double[Loss.values().length];
    private double useful;
    private double driver;

    private ClusterSimulation(ClusterModel model, int executors) {
        this.model = model;
        this.executors = executors;
        this.random = new PhiloxRandom(model.seed(), executors);
        this.slow = new boolean[executors];
        for (int i = 0; i < executors; i++) {
            slow[i] = random.nextDouble() < model.slowShare();
        }
    }

    /** Runs it. */
    public static SimulatedCampaign run(ClusterModel model, int executors) {
        ClusterSimulation simulation = new ClusterSimulation(model, executors);
        double now = simulation.waited(model.startSeconds());
        now += simulation.waited(model.broadcastSeconds(model.imageBytes(), executors));
        long left = model.trials();
        for (int s = 0; s < model.schemes(); s++) {
            long trials = left / (model.schemes() - s);
            left -= trials;
            double broadcast = model.broadcastSeconds(model.schemeBytes(), executors);
            now += simulation.waited(broadcast + model.openingSeconds());
            now = simulation.new Scheme(Math.toIntExact(trials), now).run();
        }
        return SimulatedCampaign.of(executors, now, simulation.useful, simulation.driver, simulation.losses);
    }

    /** All executors do, at the beginning. */
    private double waited(double seconds) {
        losses[Loss.BEGINNING.ordinal()] += executors * seconds;
        return seconds;
    }

    private void lose(Loss by, double seconds) {
        losses[by.ordinal()] += seconds;
    }

    /** What trials take where it goes as fast as usual. */
    private double trials(int count) {
        double mean = count * model.trialSeconds();
        double spread = model.trialSpread() / model.trialSeconds();
        double variance = Math.log1p(spread * spread / count);
        double u = Math.clamp(random.nextDouble(), 1e-12, 1 - 1e-12);
        return mean * Math.exp(Math.sqrt(variance) * NORMAL.inverseCumulativeProbability(u) - variance / 2);
    }

    private record Partition(int index, int size) {}

    /** Of an executor that is through with a partition; of the driver, executor −1, that has taken one. */
    private record Event(double at, int executor, Partition partition, double took) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return Double.compare(at, other.at);
        }
    }

    /** The trials of a scheme. */
    private final class Scheme {

        private final int trials;
        private final PartitionSizes sizes;
        private final PriorityQueue<Event> events = new PriorityQueue<>();
        private final Queue<Integer> idle = new ArrayDeque<>();
        private final double[] idleSince = new double[executors];
        private final Queue<Partition> sent = new ArrayDeque<>();
        private final Queue<Partition> inOrder = new ArrayDeque<>();
        private final BitSet computed = new BitSet();
        private double now;
        private double schedulerFree;
        private double takerFree;
        private boolean taking;
        private int cut;
        private int taken;
        private int partitions;
        private int underway;
        private int largest = 1;

        private Scheme(int trials, double begin) {
            this.trials = trials;
            this.sizes = new PartitionSizes(StoppingRule.exactly(trials));
            this.now = begin;
            this.schedulerFree = begin;
            this.takerFree = begin;
            for (int i = 0; i < executors; i++) {
                idle.add(i);
                idleSince[i] = begin;
            }
        }

        /** When its last trial is taken. */
        private double run() {
            submit();
            while (taken < trials) {
                Event event = events.remove();
                now = event.at;
                if (event.executor < 0) {
                    taking = false;
                    taken += event.partition.size;
                } else {
                    computed(event);
                }
                take();
                if (!taking) {
                    submit();
                }
                launch();
            }
            for (int executor : idle) {
                lose(Loss.END, now - idleSince[executor]);
            }
            return now;
        }

        private void computed(Event event) {
            underway--;
            computed.set(event.partition.index);
            sizes.measured(event.partition.size, event.took);
            idle.add(event.executor);
            idleSince[event.executor] = now;
        }

        /** The next in order, if it is computed. */
        private void take() {
            if (taking || inOrder.isEmpty() || !computed.get(inOrder.peek().index)) {
                return;
            }
            Partition next = inOrder.remove();
            taking = true;
            double seconds = next.size * model.takeSeconds();
            driver += seconds;
            takerFree = Math.max(takerFree, now) + seconds;
            events.add(new Event(takerFree, -1, next, 0));
        }

        /** Keeps all executors busy, as far as none is too late. */
        private void submit() {
            int size = sizes.next(trials - cut, taken, executors);
            largest = Math.max(largest, size);
            long most = (long) PartitionScheduler.MOST_WAITING * executors * largest;
            int wanted = underway > executors ? 0 : PartitionScheduler.AHEAD * executors - underway;
            for (int i = 0; i < wanted && cut < trials && cut - taken < most; i++) {
                int some = (int) Math.min(Math.min(size, trials - cut), most - (cut - taken));
                Partition partition = new Partition(partitions++, some);
                cut += some;
                underway++;
                sent.add(partition);
                inOrder.add(partition);
            }
            launch();
        }

        private void launch() {
            while (!sent.isEmpty() && !idle.isEmpty()) {
                int executor = idle.remove();
                Partition partition = sent.remove();
                driver += model.taskSeconds();
                schedulerFree = Math.max(schedulerFree, now) + model.taskSeconds();
                double usual = trials(partition.size);
                double took = slow[executor] ? usual * model.slowFactor() : usual;
                useful += usual;
                lose(Loss.SLOWNESS, took - usual);
                lose(Loss.WAITING, now - idleSince[executor]);
                lose(Loss.PARTITIONS, schedulerFree - now + model.partitionSeconds());
                events.add(new Event(schedulerFree + model.partitionSeconds() + took, executor, partition, took));
            }
        }
    }
}
