package org.fitact.nn.train;

import java.io.IOException;

/** Is told how training goes on: draws progress, writes checkpoints. */
public interface TrainingListener {

    /**
     * After every step.
     *
     * @param epoch from 1
     * @param step of the epoch, from 1
     * @param loss of the step's batch
     */
    default void stepDone(int epoch, int step, int stepsPerEpoch, double loss) {}

    /** After every epoch, when {@code training} can be stored and taken up again. */
    default void epochDone(Trainer training, EpochResult result) throws IOException {}
}
