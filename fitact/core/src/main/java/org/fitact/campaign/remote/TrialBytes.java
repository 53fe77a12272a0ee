package org.fitact.campaign.remote;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.TrialTask;

/** Partitions of trials and what came of them as bytes. */
final class TrialBytes {

    /**
     * What came of a partition.
     *
     * @param refusal why nothing of it was computed; empty if all of it was
     * @param outcomes of each task, in their order
     */
    record Result(String refusal, List<List<TrialOutcome>> outcomes) {}

    private TrialBytes() {}

    static byte[] ofTasks(List<TrialTask> tasks) {
        return PartitionBytes.of(PartitionBytes.Kind.TRIALS, out -> {
            out.writeInt(tasks.size());
            for (TrialTask task : tasks) {
                out.writeInt(task.trial());
                out.writeInt(task.rates().size());
                for (double rate : task.rates()) {
                    out.writeDouble(rate);
                }
            }
        });
    }

    static List<TrialTask> tasks(byte[] bytes) throws IOException {
        DataInputStream in = PartitionBytes.open(bytes, PartitionBytes.Kind.TRIALS);
        List<TrialTask> tasks = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            int trial = in.readInt();
            List<Double> rates = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                rates.add(in.readDouble());
            }
            tasks.add(new TrialTask(trial, rates));
        }
        return tasks;
    }

    static byte[] of(Result result) {
        return PartitionBytes.written(out -> {
            out.writeUTF(result.refusal);
            out.writeInt(result.outcomes.size());
            for (List<TrialOutcome> ofTask : result.outcomes) {
                out.writeInt(ofTask.size());
                for (TrialOutcome outcome : ofTask) {
                    RecordBytes.write(out, outcome);
                }
            }
        });
    }

    static Result result(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String refusal = in.readUTF();
        List<List<TrialOutcome>> outcomes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            List<TrialOutcome> ofTask = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                ofTask.add(RecordBytes.read(in, TrialOutcome.class));
            }
            outcomes.add(ofTask);
        }
        return new Result(refusal, outcomes);
    }

    /** What {@link Attempts} compares, of each task: all but what it took. */
    static byte[] digests(List<List<TrialOutcome>> outcomes) {
        return PartitionBytes.digests(outcomes.stream()
                .map(ofTask -> PartitionBytes.written(untimed -> {
                    for (TrialOutcome outcome : ofTask) {
                        RecordBytes.write(untimed, outcome.untimed());
                    }
                }))
                .toList());
    }
}
