package org.fitact.report.training;

import java.util.List;
import org.fitact.nn.train.EpochResult;

/** The epochs of a training as CSV. */
public final class TrainingCsv {

    private TrainingCsv() {}

    /** A line for each epoch: mean loss over its steps, held-out accuracy after it in 0..1, seconds that it took. */
    public static String of(List<EpochResult> epochs) {
        StringBuilder csv = new StringBuilder("epoch,loss,heldOutAccuracy,seconds\n");
        for (EpochResult epoch : epochs) {
            csv.append(epoch.epoch()).append(',').append(epoch.loss()).append(',');
            csv.append(epoch.heldOutAccuracy())
                    .append(',')
                    .append(epoch.seconds())
                    .append('\n');
        }
        return csv.toString();
    }
}
