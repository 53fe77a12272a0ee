package org.fitact.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.fitact.campaign.remote.Attempts;
import org.fitact.campaign.remote.ClusterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** An attempt whose result Spark never sees is heard of all the same. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AttemptsPluginTest {

    private static final int TRIAL = 7;

    /** Two attempts at a trial that come to different ends; the first is lost behind its last trial. */
    private static final class Twice extends AbstractFunction2<TaskContext, Iterator<byte[]>, byte[]>
            implements Serializable {

        private static final long serialVersionUID = 1L;

        private final int submission;

        private Twice(int submission) {
            this.submission = submission;
        }

        @Override
        public byte[] apply(TaskContext context, Iterator<byte[]> partition) {
            int attempt = context.attemptNumber() + 1;
            byte[] told = ByteBuffer.allocate(Long.BYTES).putLong(attempt).array();
            AttemptsPlugin.witness(submission, context.partitionId(), "attempt " + attempt)
                    .computed(told);
            if (attempt == 1) {
                throw new IllegalStateException("lost");
            }
            return told;
        }
    }

    @Test
    void whatAnotherAttemptCameToIsCompared() throws Exception {
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
        byte[] trial = ByteBuffer.allocate(1 + 3 * Integer.BYTES)
                .put((byte) 0) // of trials
                .putInt(1)
                .putInt(TRIAL)
                .putInt(0)
                .array();
        CompletableFuture<ClusterException> failed = new CompletableFuture<>();
        int submission = AttemptsPlugin.begin(new Attempts(List.of(trial)), failed::complete);
        try (JavaSparkContext context = new JavaSparkContext(SparkSettings.of("local[1,2]"))) {
            RDD<byte[]> all = context.parallelize(List.of(trial), 1).rdd();
            Seq<Object> indices =
                    CollectionConverters.asScala(List.<Object>of(0)).toSeq();
            context.sc()
                    .runJob(
                            all,
                            new Twice(submission),
                            indices,
                            (_, _) -> BoxedUnit.UNIT,
                            ClassTag$.MODULE$.<byte[]>apply(byte[].class));
            assertEquals(
                    "trial 7 was computed twice and came out otherwise by attempt 2 than by attempt 1",
                    failed.get().getMessage());
        } finally {
            AttemptsPlugin.end(submission);
            System.clearProperty("spark.driver.host");
            System.clearProperty("spark.driver.bindAddress");
        }
    }
}
