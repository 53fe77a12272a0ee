package org.fitact.cli.spark;

import org.fitact.cli.value.Within;
import org.fitact.spark.model.ClusterModel;
import picocli.CommandLine.Option;

/** What a model is told, in the place of what was measured or is assumed. */
final class ModelOptions {

    @Within("[1, 1000000000]")
    @Option(names = "--trials", defaultValue = "1000000", description = "Of all schemes (default: ${DEFAULT-VALUE}).")
    private long trials;

    @Within("[1, 1000]")
    @Option(names = "--schemes", defaultValue = "1", description = "One after the other (default: ${DEFAULT-VALUE}).")
    private int schemes;

    @Within("(0, 1e6]")
    @Option(
            names = "--trial-seconds",
            paramLabel = "S",
            description = "Of a trial at all its rates: the mean (assumed: 10).")
    private Double trialSeconds;

    @Within("[0, 1e6]")
    @Option(names = "--spread", paramLabel = "S", description = "Of a trial: the standard deviation (assumed: 1).")
    private Double spread;

    @Within("[0, 1e6]")
    @Option(
            names = "--start-seconds",
            paramLabel = "S",
            description = "Until an executor is there (assumed, never measured: 5).")
    private Double startSeconds;

    @Within("[0, 1e6]")
    @Option(
            names = "--opening-seconds",
            paramLabel = "S",
            description = "To deploy a scheme and compute its answers without faults (assumed: 5).")
    private Double openingSeconds;

    @Within("[0, 1e6]")
    @Option(
            names = "--partition-seconds",
            paramLabel = "S",
            description = "Of an executor for a partition beside its trials (assumed: 0.05).")
    private Double partitionSeconds;

    @Within("[0, 1e6]")
    @Option(
            names = "--task-seconds",
            paramLabel = "S",
            description = "Of the driver for a partition (assumed, never measured: 0.002).")
    private Double taskSeconds;

    @Within("(0, 1e6]")
    @Option(names = "--take-seconds", paramLabel = "S", description = "Of the driver for a trial (assumed: 0.001).")
    private Double takeSeconds;

    @Within("[0, 1e12]")
    @Option(names = "--image-bytes", paramLabel = "B", description = "Of a trial, as they are sent (assumed: 1e7).")
    private Double imageBytes;

    @Within("[0, 1e12]")
    @Option(names = "--scheme-bytes", paramLabel = "B", description = "Of a network, as it is sent (assumed: 1e8).")
    private Double schemeBytes;

    @Within("(0, 1e12]")
    @Option(
            names = "--bandwidth",
            paramLabel = "B/s",
            description = "Of each machine's network (assumed, never measured: 1.25e8, which is 1 Gbit/s).")
    private Double bandwidth;

    @Within("[0, 1]")
    @Option(
            names = "--slow-share",
            paramLabel = "SHARE",
            description = "Of executors that are slow (assumed, never measured: 0.02).")
    private Double slowShare;

    @Within("[1, 1000]")
    @Option(
            names = "--slow-factor",
            paramLabel = "F",
            description = "By which these take longer (assumed, never measured: 2).")
    private Double slowFactor;

    @Within("(-inf, inf)")
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of what is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** A model with what was given in the place of its own. */
    ClusterModel over(ClusterModel model) {
        return new ClusterModel(
                trials,
                schemes,
                or(trialSeconds, model.trialSeconds()),
                or(spread, model.trialSpread()),
                or(startSeconds, model.startSeconds()),
                or(openingSeconds, model.openingSeconds()),
                or(partitionSeconds, model.partitionSeconds()),
                or(taskSeconds, model.taskSeconds()),
                or(takeSeconds, model.takeSeconds()),
                or(imageBytes, model.imageBytes()),
                or(schemeBytes, model.schemeBytes()),
                or(bandwidth, model.bandwidth()),
                or(slowShare, model.slowShare()),
                or(slowFactor, model.slowFactor()),
                seed);
    }

    private static double or(Double given, double otherwise) {
        return given == null ? otherwise : given;
    }
}
