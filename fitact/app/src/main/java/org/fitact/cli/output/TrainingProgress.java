package org.fitact.cli.output;

import java.io.IOException;
import org.fitact.nn.train.EpochResult;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingListener;
import org.fitact.study.Training;
import org.fitact.text.Numbers;

/** Runs a training with a progress display for each epoch. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {

    private final int epochs;
    private Progress progress;
    private double average;

    TrainingProgress(int epochs) {
        this.epochs = epochs;
    }

    public static Training.Result run(Training training, String model, long seed) throws IOException {
        try (TrainingProgress listener = new TrainingProgress(training.recipe().epochs())) {
            return training.run(model, seed, listener);
        }
    }

    @Override
    public void stepDone(int epoch, int step, int stepsPerEpoch, double loss) {
        if (progress == null) {
            progress = Progress.of("epoch " + epoch + "/" + epochs, stepsPerEpoch);
            average = loss;
        }
        average += (loss - average) / Math.min(step, 20);
        progress.at(step, "loss " + Numbers.fixed(average, 3));
    }

    @Override
    public void epochDone(Trainer training, EpochResult result) {
        close();
        System.err.println("epoch " + result.epoch() + "/" + epochs + ": loss " + Numbers.fixed(result.loss(), 4)
                + ", held-out accuracy " + Numbers.percent(result.heldOutAccuracy(), 2) + " %, "
                + Numbers.fixed(result.seconds(), 1) + " s");
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
