package org.fitact.campaign.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What partitions came to for everybody who computed them, trial by trial or image by image, also where a cluster has one computed twice
 * and hands back one result: who computes tells it, and here it is compared. Safe for several threads.
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

    /** @param digests as {@link PartitionBytes#digests} has them: eight bytes an item, since they are kept for all of a scheme */
    private record Told(String by, byte[] digests) {

        int items() {
            return digests.length / Long.BYTES;
        }

        long digest(int item) {
            return ByteBuffer.wrap(digests).getLong(item * Long.BYTES);
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
     * @throws ClusterException if a trial, or an image, came out otherwise; it names that, and both who computed it
     */
    public synchronized void tell(int partition, String by, byte[] told) {
        Told now = new Told(by, told);
        Told before = longest[partition];
        if (before == null) {
            longest[partition] = now;
            return;
        }
        int both = Math.min(now.items(), before.items());
        for (int i = 0; i < both; i++) {
            if (now.digest(i) != before.digest(i)) {
                throw new ClusterException(item(partition, i) + " was computed twice and came out otherwise by "
                        + now.by + " than by " + before.by);
            }
        }
        if (now.items() > both) {
            longest[partition] = now;
        }
    }

    private String item(int partition, int index) {
        try {
            return PartitionBytes.items(partitions.get(partition)).get(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
