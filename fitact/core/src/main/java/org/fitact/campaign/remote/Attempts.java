package org.fitact.campaign.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the trials of partitions came to for everybody who computed them, also where a cluster has one computed twice and hands back one
 * result: who computes tells it, and here it is compared. Safe for several threads.
 */
public final class Attempts {

    /** Is told by who computes a partition. */
    @FunctionalInterface
    public interface Witness {

        /**
         * Once for each attempt, before its result is handed back; also where it was ended in between.
         *
         * @param told for {@link #tell}
         */
        void computed(byte[] told);
    }

    /** @param digests as {@link TrialBytes#digests} has them: eight bytes a trial, since they are kept for all of a scheme */
    private record Told(String by, byte[] digests) {

        int trials() {
            return digests.length / Long.BYTES;
        }

        long digest(int trial) {
            return ByteBuffer.wrap(digests).getLong(trial * Long.BYTES);
        }
    }

    private final List<byte[]> partitions;
    private final Told[] longest;

    /** @param partitions as they were given to a cluster */
    public Attempts(List<byte[]> partitions) {
        this.partitions = List.copyOf(partitions);
        this.longest = new Told[partitions.size()];
    }

    /**
     * Compares an attempt with those before it.
     *
     * @param partition its index
     * @param by who made it, for messages
     * @param told by it
     * @throws ClusterException if a trial came out otherwise; it names the trial, and both who computed it
     */
    public synchronized void tell(int partition, String by, byte[] told) {
        Told now = new Told(by, told);
        Told before = longest[partition];
        if (before == null) {
            longest[partition] = now;
            return;
        }
        int both = Math.min(now.trials(), before.trials());
        for (int i = 0; i < both; i++) {
            if (now.digest(i) != before.digest(i)) {
                throw new ClusterException("trial " + trial(partition, i)
                        + " was computed twice and came out otherwise by " + now.by + " than by " + before.by);
            }
        }
        if (now.trials() > both) {
            longest[partition] = now;
        }
    }

    private int trial(int partition, int index) {
        try {
            return TrialBytes.tasks(partitions.get(partition)).get(index).trial();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
