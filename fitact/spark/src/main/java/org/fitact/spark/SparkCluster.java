package org.fitact.spark;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.fitact.campaign.remote.ClusterException;
import org.fitact.campaign.remote.Parcel;
import org.fitact.campaign.remote.RemoteTrials;
import org.fitact.campaign.remote.TrialCluster;

/** An application on Spark. The parcel of the images is broadcast once, that of a scheme when its trials begin. */
final class SparkCluster implements TrialCluster {

    private final JavaSparkContext context;
    private final int coresOfATask;
    private final AtomicInteger jobs = new AtomicInteger();
    private Sent images;

    /** A parcel, and where executors have it from. */
    record Sent(String sha256, Broadcast<byte[]> bytes) {}

    private SparkCluster(JavaSparkContext context, int coresOfATask) {
        this.context = context;
        this.coresOfATask = coresOfATask;
    }

    /** @throws ClusterException if there is none, or this process is connected to one already */
    static SparkCluster connect(String master) {
        SparkConf conf = SparkSettings.of(master);
        try {
            return new SparkCluster(new JavaSparkContext(conf), conf.getInt("spark.task.cpus", 1));
        } catch (Exception e) { // Scala throws checked ones undeclared
            throw new ClusterException("Spark does not start: " + firstLine(e), e);
        }
    }

    /** Spark puts a whole trace into a message. */
    static String firstLine(Throwable some) {
        return String.valueOf(some.getMessage()).lines().findFirst().orElse("");
    }

    /** Cores that executors have brought so far. */
    @Override
    public int slots() {
        requireRunning();
        return Math.max(1, context.defaultParallelism() / coresOfATask);
    }

    private void requireRunning() {
        if (context.sc().isStopped()) {
            throw new ClusterException("the connection to Spark at " + context.master()
                    + " is gone: there is no such master, or it ended the application");
        }
    }

    @Override
    public Job begin(Parcel scheme, Parcel ofTrials) {
        requireRunning();
        if (images == null || !images.sha256.equals(ofTrials.sha256())) {
            if (images != null) {
                images.bytes.destroy();
            }
            images = send(ofTrials);
        }
        return new SparkJob(context, "trials-" + jobs.incrementAndGet(), send(scheme), images);
    }

    private Sent send(Parcel parcel) {
        return new Sent(parcel.sha256(), context.broadcast(parcel.bytes()));
    }

    /** Where executors are threads of this process, what they have deployed is freed too. */
    @Override
    public void close() {
        context.close();
        RemoteTrials.shared().close();
    }
}
