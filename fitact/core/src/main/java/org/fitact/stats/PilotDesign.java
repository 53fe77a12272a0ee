package org.fitact.stats;

/**
 * What a pilot found of one scheme at one rate: how much accuracy varies between trials and between images, and what both
 * cost. {@link CampaignDesign} proposes trials and images from it.
 *
 * <p>What a pilot has not seen may be there all the same: no fewer trials are proposed than it takes to see what would move
 * the mean by more than is asked ({@link Range#leastObservations}).
 *
 * @param components variances found in the pilot
 * @param mean accuracy of the pilot
 * @param range of the accuracy of a trial: from 0 to that without faults
 * @param secondsPerTrial c_t, the part of a trial's time that does not grow with its images (injection, undo)
 * @param secondsPerImage c_i, the time of one image in one trial
 * @param population M, how many images there are
 */
public record PilotDesign(
        VarianceComponents components,
        double mean,
        Range range,
        double secondsPerTrial,
        double secondsPerImage,
        int population) {

    static final int MAX_TRIALS = 1_000_000;

    /** @throws IllegalArgumentException if a time is not positive or there is no image */
    public PilotDesign {
        if (!(secondsPerTrial >= 0) || !(secondsPerImage > 0) || population < 1) {
            throw new IllegalArgumentException("a pilot design needs secondsPerTrial >= 0, secondsPerImage > 0 and "
                    + "population >= 1, found " + secondsPerTrial + ", " + secondsPerImage + ", " + population);
        }
    }

    /**
     * The fewest trials, on images that are the same in every trial, whose mean has an interval over the trials as
     * narrow as wanted: t(0.975, R − 1) · √(σ²_T/R + σ²_e/(RN)) ≤ h, and that could have seen what matters. What these images
     * say of all others is not in it.
     *
     * @param images N
     * @param halfWidth h, more than 0
     */
    public int leastTrials(int images, double halfWidth) {
        PilotDesign given = new PilotDesign(components, mean, range, secondsPerTrial, secondsPerImage, images);
        return given.leastTrials(images, halfWidth, MAX_TRIALS);
    }

    /** The standard deviation between trials on the same images: √(σ²_T + σ²_e/N). */
    public double errorOfTrials(int images) {
        return Math.sqrt(components.trial() + components.residual() / images);
    }

    /** The half-width falls with the number of trials, so the smallest that reaches it is found by bisection. */
    int leastTrials(int images, double wanted, int enough) {
        int low = Math.min(enough, range.leastObservations(mean, wanted));
        int high = enough;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (halfWidth(middle, images) <= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The longer side of the interval that is expected. */
    double halfWidth(int trials, int images) {
        double unseen = range.ofEqual(mean, trials).longerSide(mean);
        double seen = Sample.studentQuantile(trials) * Math.sqrt(components.ofMean(trials, images, population));
        return Math.max(seen, unseen);
    }
}
