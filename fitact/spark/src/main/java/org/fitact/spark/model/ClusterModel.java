package org.fitact.spark.model;

import org.fitact.campaign.remote.ClusterTimes;

/**
 * What the simulation of a campaign is told. Seconds, bytes, and bytes a second; executors have one core each.
 *
 * @param trials of all schemes
 * @param schemes one after the other
 * @param trialSeconds mean of a trial at all its rates
 * @param trialSpread standard deviation of that
 * @param startSeconds until an executor is there, once it is asked for
 * @param openingSeconds to unpack and deploy a scheme, and to compute its answers without faults
 * @param partitionSeconds of an executor for each partition, beside its trials
 * @param taskSeconds of the driver for each partition
 * @param takeSeconds of the driver for each trial, to write it
 * @param imageBytes of the images of a trial
 * @param schemeBytes of a scheme
 * @param bandwidth of each machine's network
 * @param slowShare of the executors
 * @param slowFactor by which these take longer for a trial
 * @param seed of what is drawn
 */
public record ClusterModel(
        long trials,
        int schemes,
        double trialSeconds,
        double trialSpread,
        double startSeconds,
        double openingSeconds,
        double partitionSeconds,
        double taskSeconds,
        double takeSeconds,
        double imageBytes,
        double schemeBytes,
        double bandwidth,
        double slowShare,
        double slowFactor,
        long seed) {

    /** Pieces in which Spark passes a broadcast on, from whoever has them. */
    private static final double BLOCK = 4 << 20;

    /** What nothing was measured of, but for the network and the share of slow executors. */
    public static final ClusterModel ASSUMED =
            new ClusterModel(1_000_000, 1, 10, 1, 5, 5, 0.05, 0.002, 0.001, 1e7, 1e8, 1.25e8, 0.02, 2, 1);

    /** @throws IllegalArgumentException if a scheme has fewer than two trials */
    public ClusterModel {
        if (trials < 2L * schemes) {
            throw new IllegalArgumentException(
                    trials + " trials of " + schemes + " schemes, expected at least two of each");
        }
    }

    /**
     * The same with what a campaign was measured to take.
     *
     * <p>A trial's mean and spread are those of its trials; opening is the mean over its schemes; a partition's part beside its trials is
     * (slots · steady seconds − trial seconds behind the first partitions) ∕ partitions, in which the end of each scheme is; the driver's
     * seconds are split: none is counted twice, all goes to trials.
     *
     * @throws IllegalArgumentException if there is no trial in it
     */
    public ClusterModel fitted(ClusterTimes times) {
        if (times.trials() == 0) {
            throw new IllegalArgumentException("no trial was computed by a cluster, expected some");
        }
        double n = times.trials();
        double mean = times.trialSeconds() / n;
        double variance = Math.max(0, times.trialSquares() / n - mean * mean);
        double beside = times.slots() * times.steadySeconds() - (times.trialSeconds() - times.firstSeconds());
        return new ClusterModel(
                trials,
                schemes,
                mean,
                Math.sqrt(variance),
                startSeconds,
                times.openingSeconds() / times.schemes(),
                Math.max(0, beside / times.partitions()),
                taskSeconds,
                times.driverSeconds() / n,
                times.imageBytes(),
                times.schemeBytes(),
                bandwidth,
                slowShare,
                slowFactor,
                seed);
    }

    /**
     * Seconds until all executors have bytes: pieces go from one to the other, so all have them a little later than the first one, by as
     * many pieces as it takes to double the number that has one: (bytes + piece · log₂ executors) ∕ bandwidth.
     */
    double broadcastSeconds(double bytes, int executors) {
        return (bytes + Math.min(BLOCK, bytes) * Math.log(executors) / Math.log(2)) / bandwidth;
    }

    /** Trials that are computed at one time when the driver has no more time to write them: mean of a trial ∕ seconds to write one. */
    public double mostExecutors() {
        return trialSeconds / takeSeconds;
    }
}
