package org.fitact.campaign.remote;

import java.util.List;
import org.fitact.campaign.TrialOutcome;

/** Times the trials of a scheme on a cluster. Safe for several threads. */
final class SchemeClock {

    private final long begun = System.nanoTime();
    private long waiting;
    private long waitsSince;
    private long sent;
    private long first;
    private long last;
    private double firstSeconds;
    private long partitions;
    private long trials;
    private double seconds;
    private double squares;
    private long schemeBytes;
    private long imageBytes;

    /** The driver has nothing to do. */
    synchronized void waits() {
        waitsSince = System.nanoTime();
    }

    synchronized void goesOn() {
        waiting += System.nanoTime() - waitsSince;
    }

    /** The scheme is on its way. */
    synchronized void sent(long bytesOfScheme, long bytesOfImages) {
        sent = System.nanoTime();
        schemeBytes = bytesOfScheme;
        imageBytes = bytesOfImages;
    }

    /** What the trials of a partition took. */
    synchronized void received(List<List<TrialOutcome>> outcomes) {
        last = System.nanoTime();
        double sum = 0;
        for (List<TrialOutcome> ofTrial : outcomes) {
            double took = PartitionSizes.seconds(ofTrial);
            sum += took;
            squares += took * took;
        }
        if (partitions == 0) {
            first = last;
            firstSeconds = sum;
        }
        partitions++;
        trials += outcomes.size();
        seconds += sum;
    }

    synchronized ClusterTimes times(int slots) {
        long now = System.nanoTime();
        double opening = partitions == 0 ? 0 : Math.max(0, (first - sent) / 1e9 - firstSeconds);
        return new ClusterTimes(
                slots,
                1,
                partitions,
                trials,
                (now - begun) / 1e9,
                (now - begun - waiting) / 1e9,
                opening,
                (last - first) / 1e9,
                firstSeconds,
                seconds,
                squares,
                imageBytes,
                schemeBytes);
    }
}
