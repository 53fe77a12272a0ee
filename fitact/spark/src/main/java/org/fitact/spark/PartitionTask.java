package org.fitact.spark;

import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.fitact.campaign.remote.Parcel;
import org.fitact.campaign.remote.RemoteTrials;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** What an executor does with a partition. */
final class PartitionTask extends AbstractFunction2<TaskContext, Iterator<byte[]>, byte[]> implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int submission;
    private final String schemeSha256;
    private final Broadcast<byte[]> scheme;
    private final String imagesSha256;
    private final Broadcast<byte[]> images;

    /** @param submission as {@link AttemptsPlugin#begin} has numbered it */
    PartitionTask(int submission, SparkCluster.Sent scheme, SparkCluster.Sent images) {
        this.submission = submission;
        this.schemeSha256 = scheme.sha256();
        this.scheme = scheme.bytes();
        this.imagesSha256 = images.sha256();
        this.images = images.bytes();
    }

    @Override
    public byte[] apply(TaskContext context, Iterator<byte[]> partition) {
        SparkEnv here = SparkEnv.get();
        String where = "executor " + here.executorId() + " on "
                + here.blockManager().blockManagerId().host();
        String attempt = where + " (attempt " + (context.attemptNumber() + 1) + ")";
        try {
            return RemoteTrials.shared()
                    .compute(
                            where,
                            new Parcel.Address(schemeSha256, scheme::value),
                            new Parcel.Address(imagesSha256, images::value),
                            partition.next(),
                            AttemptsPlugin.witness(submission, context.partitionId(), attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the task was ended");
        }
    }
}
