package org.fitact.nn.train;

import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.Split;

/**
 * What a network is trained on.
 *
 * @param train images that gradients come from
 * @param heldOut images split off the training set, on which every choice is made; never the test set
 */
public record TrainingData(Images train, Images heldOut, Normalisation normalisation) {

    /** Holds out a stratified share of a training set and takes the normalisation from the rest. */
    public static TrainingData split(Images trainingSet, double heldOutShare, long seed) {
        Split split = Split.stratified(trainingSet, heldOutShare, seed);
        return new TrainingData(split.train(), split.heldOut(), Normalisation.of(split.train()));
    }
}
