package org.fitact.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.fitact.campaign.remote.Attempts;
import org.fitact.campaign.remote.ClusterException;
import org.fitact.campaign.remote.TrialCluster;
import scala.Function2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/** The partitions of a scheme, or of a map: those that are submitted together are a job of Spark, and each comes back when it is computed. */
final class SparkJob implements TrialCluster.Job {

    private static final ClassTag<byte[]> BYTES = ClassTag$.MODULE$.apply(byte[].class);

    private final JavaSparkContext context;
    private final String group;
    private final SparkCluster.Sent scheme;
    private final SparkCluster.Sent images;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Integer> submissions = new ArrayList<>();
    private volatile boolean closed;

    SparkJob(JavaSparkContext context, String group, SparkCluster.Sent scheme, SparkCluster.Sent images) {
        this.context = context;
        this.group = group;
        this.scheme = scheme;
        this.images = images;
    }

    @Override
    public void submit(List<byte[]> partitions, TrialCluster.Receiver receiver) {
        threads.removeIf(thread -> !thread.isAlive());
        int submission = AttemptsPlugin.begin(new Attempts(partitions), receiver::failed);
        submissions.add(submission);
        PartitionTask task = new PartitionTask(submission, scheme, images);
        threads.add(Thread.ofPlatform().daemon().name(group).start(() -> run(task, partitions, receiver)));
    }

    private void run(PartitionTask task, List<byte[]> partitions, TrialCluster.Receiver receiver) {
        try {
            // Interrupting ends a task behind the trial, or image, that it is at.
            context.setJobGroup(group, partitions.size() + " partitions", true);
            RDD<byte[]> all = context.parallelize(partitions, partitions.size()).rdd();
            Function2<Object, byte[], BoxedUnit> handler = (index, result) -> {
                if (!closed) {
                    receiver.computed((Integer) index, result);
                }
                return BoxedUnit.UNIT;
            };
            context.sc().runJob(all, task, indices(partitions.size()), handler, BYTES);
        } catch (Throwable e) { // whatever it is, the thread that waits for the trials throws it
            if (!closed) {
                receiver.failed(new ClusterException("Spark ended a job: " + SparkCluster.firstLine(e), e));
            }
        }
    }

    private static Seq<Object> indices(int count) {
        List<Object> indices = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        return CollectionConverters.asScala(indices).toSeq();
    }

    @Override
    public void close() {
        closed = true;
        submissions.forEach(AttemptsPlugin::end);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                if (!context.sc().isStopped()) {
                    context.sc().cancelJobGroup(group);
                }
                try {
                    thread.join(100);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (!context.sc().isStopped()) {
            scheme.bytes().destroy();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
