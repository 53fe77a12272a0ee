package org.fitact.nn.train;

import java.io.Serial;

/** The loss is no longer a finite number. */
public final class TrainingDivergedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TrainingDivergedException(double loss, int epoch, int step, double learningRate) {
        super(String.format(
                java.util.Locale.ROOT,
                "training diverged: the loss is %s at epoch %d, step %d, with learning rate %.4g; "
                        + "the checkpoint of the epoch before is kept, try a smaller learning rate",
                loss,
                epoch,
                step,
                learningRate));
    }
}
