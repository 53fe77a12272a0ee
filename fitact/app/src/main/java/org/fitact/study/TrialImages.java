package org.fitact.study;

import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;

/** The images of a campaign's trials. */
public final class TrialImages {

    private TrialImages() {}

    /**
     * Exactly so many test images, drawn by a seed, as evenly over the classes as can be.
     *
     * @throws org.fitact.nn.RefusedValueException if there are not so many
     */
    public static Images of(Images testSet, int images, long seed) {
        return Split.sample(testSet, images, seed);
    }
}
