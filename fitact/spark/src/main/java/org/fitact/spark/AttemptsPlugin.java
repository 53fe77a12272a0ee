package org.fitact.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.fitact.campaign.remote.Attempts;
import org.fitact.campaign.remote.ClusterException;

/**
 * Has executors tell the driver what the trials, or images, of a partition came to, a message for each attempt. Spark itself drops the result of
 * an attempt that another was faster than, and says no more of it than that it was killed.
 */
public final class AttemptsPlugin implements SparkPlugin {

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Of the driver: partitions that were submitted together, by their number. */
    private static final Map<Integer, Submission> SUBMITTED = new ConcurrentHashMap<>();

    /** Of an executor: its way to the driver. */
    private static volatile PluginContext toDriver;

    private record Submission(Attempts attempts, Consumer<ClusterException> failed) {}

    /**
     * Has attempts compared until {@link #end}.
     *
     * @param failed told if a trial, or an image, comes out otherwise than before
     * @return the number of what was submitted
     */
    static int begin(Attempts attempts, Consumer<ClusterException> failed) {
        int submission = NEXT.incrementAndGet();
        SUBMITTED.put(submission, new Submission(attempts, failed));
        return submission;
    }

    /** What is told of it from now on is of no use any more. */
    static void end(int submission) {
        SUBMITTED.remove(submission);
    }

    /**
     * Tells the driver; on an executor.
     *
     * @param by who computes, for messages
     */
    static Attempts.Witness witness(int submission, int partition, String by) {
        return told -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeInt(submission);
                out.writeInt(partition);
                out.writeUTF(by);
                out.write(told);
                // Of bytes, since the driver may not find the program's classes where it reads messages.
                toDriver.send(bytes.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static void receive(byte[] message) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
        Submission submission = SUBMITTED.get(in.readInt());
        if (submission == null) {
            return;
        }
        int partition = in.readInt();
        String by = in.readUTF();
        try {
            submission.attempts.tell(partition, by, in.readAllBytes());
        } catch (ClusterException e) {
            submission.failed.accept(e);
        }
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Object receive(Object message) throws IOException {
                AttemptsPlugin.receive((byte[]) message);
                return null;
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> none) {
                toDriver = context;
            }
        };
    }
}
