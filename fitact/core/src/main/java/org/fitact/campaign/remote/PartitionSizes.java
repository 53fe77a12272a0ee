package org.fitact.campaign.remote;

import java.util.List;
import org.fitact.campaign.TrialOutcome;
import org.fitact.stats.StoppingRule;

/**
 * How many trials make a partition: as many as take some seconds, by what those took that are computed. Fewer towards the end, so
 * that all end together, and where a stopping rule may soon have enough.
 */
public final class PartitionSizes {

    /** Long against sending a partition and starting it, some hundredths of a second, and short against a campaign. */
    static final double SECONDS = 20;

    /** What is left is cut into so many partitions for each slot. */
    private static final int ROUNDS = 4;

    private final StoppingRule stopping;
    private long trials;
    private double seconds;

    /** Before any trial is computed. */
    public PartitionSizes(StoppingRule stopping) {
        this.stopping = stopping;
    }

    /** What the trials of a partition took. */
    void measured(List<List<TrialOutcome>> outcomes) {
        measured(
                outcomes.size(),
                outcomes.stream().mapToDouble(PartitionSizes::seconds).sum());
    }

    /** What a number of trials took, in seconds. */
    public void measured(long computed, double took) {
        trials += computed;
        seconds += took;
    }

    /** What a trial took at all its rates. */
    static double seconds(List<TrialOutcome> ofTrial) {
        return ofTrial.stream().mapToDouble(TrialOutcome::seconds).sum();
    }

    /**
     * The size of the next partition; 1 before any is computed.
     *
     * @param left trials that are not in a partition yet
     * @param taken trials that the stopping rule has seen
     */
    public int next(int left, int taken, int slots) {
        if (trials == 0) {
            return 1;
        }
        double wanted = SECONDS * trials / Math.max(seconds, 1e-9);
        double fair = (double) left / (ROUNDS * slots);
        double ahead = stopping.halfWidth() > 0 ? (double) taken / (ROUNDS * slots) : fair;
        return (int) Math.max(1, Math.min(wanted, Math.min(fair, ahead)));
    }
}
