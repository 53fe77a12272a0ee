package org.fitact.nn.train;

import org.fitact.nn.optim.Decayed;

/**
 * What a training does against fitting its images too well, beside weight decay, label smoothing, crops and flips.
 *
 * @param cutOut side of a square of each image that is blanked, in pixels; 0 for none (cut-out: DeVries and Taylor, 2017)
 * @param mixUp α of the Beta(α, α) by which two images and their labels are mixed; 0 for none ({@link MixUp})
 * @param ema decay of the exponential running mean of all parameters, which the network then has in the end; 0 for the parameters themselves ({@link
 *     WeightEma})
 * @param decayed which parameters weight decay shrinks
 */
public record Regularisation(int cutOut, float mixUp, double ema, Decayed decayed) {

    /** Nothing of all that; weight decay of weights. */
    public static final Regularisation NONE = new Regularisation(0, 0, 0, Decayed.WEIGHTS);

    public Regularisation {
        if (cutOut < 0) {
            throw new IllegalArgumentException("cut-out has a side of " + cutOut + " pixels, expected 0 or more");
        }
        if (!(mixUp >= 0 && mixUp <= MixUp.MOST)) {
            throw new IllegalArgumentException("mix-up has alpha " + mixUp + ", expected 0 to " + MixUp.MOST);
        }
        if (!(ema >= 0 && ema < 1)) {
            throw new IllegalArgumentException(
                    "the running mean of parameters has decay " + ema + ", expected 0 or more and less than 1");
        }
    }
}
