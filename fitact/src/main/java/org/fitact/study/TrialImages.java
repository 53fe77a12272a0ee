package org.fitact.study;

import org.fitact.nn.data.ImageSet;
import org.fitact.nn.data.Split;

/** The images of a campaign's trials. */
public final class TrialImages {

    private TrialImages() {}

    /** A number of test images drawn by a seed, the same share of every class; all if there are no more. */
    public static ImageSet of(ImageSet testSet, int images, long seed) {
        return images >= testSet.size()
                ? testSet
                : Split.stratified(testSet, (double) images / testSet.size(), seed)
                        .heldOut();
    }
}
