package org.fitact.nn.train;

import java.io.Serial;
import java.util.Locale;

/** The loss, or a number of the network, is no longer finite. */
public final class TrainingDivergedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * @param what is not finite
     * @param epoch from 1
     * @param step of the epoch, from 1
     */
    TrainingDivergedException(String what, double found, int epoch, int step, double learningRate) {
        super(String.format(
                Locale.ROOT,
                "training diverged: %s is %s at epoch %d, step %d, with learning rate %.4g; "
                        + "%stry a smaller learning rate",
                what,
                found,
                epoch,
                step,
                learningRate,
                epoch > 1 ? "the checkpoint of epoch " + (epoch - 1) + " is kept, " : ""));
    }
}
