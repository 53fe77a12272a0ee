package org.fitact.campaign.remote;

import java.util.List;

/**
 * Other processes that compute partitions, of trials or of the faults of a map. It carries parcels and partitions, which are bytes to it,
 * and has each partition computed by {@link RemoteTrials#compute} somewhere; if that fails there, it may be tried again elsewhere, and comes
 * out the same.
 */
public interface TrialCluster extends AutoCloseable {

    /**
     * Partitions that it computes at one time; may change while it runs.
     *
     * @throws ClusterException if it has failed
     */
    int slots();

    /**
     * Makes a scheme known, before its first partition.
     *
     * @param images of a trial, or of a map; the same for all schemes of a study
     * @throws ClusterException if it has failed
     */
    Job begin(Parcel scheme, Parcel images);

    /** Ends it; a job that was begun is closed before. */
    @Override
    void close();

    /** The partitions of a scheme. */
    interface Job extends AutoCloseable {

        /** Has partitions computed; returns at once. Partitions submitted before go first. */
        void submit(List<byte[]> partitions, Receiver receiver);

        /** Lets go of all that is not computed yet. Nothing is received any more when this returns. */
        @Override
        void close();
    }

    /** Is told what comes of partitions that were submitted together; on any thread. */
    interface Receiver {

        /** Once for each. @param index of the partition among those that were submitted */
        void computed(int index, byte[] result);

        /** They will not be computed. */
        void failed(Throwable by);
    }
}
