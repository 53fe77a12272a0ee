package org.fitact.stats;

/**
 * Proposes how many trials on how many images a campaign should run, from the variances and times of a pilot.
 *
 * <p>With R trials on N of M images the half-width of the 95 % interval is about
 * h = t(0.975, R − 1) · √(σ²_T/R + (1 − N/M) σ²_I/N + σ²_e/(RN)) and the time R (c_t + c_i N). For N in steps
 * of about 3 % the smallest R that reaches the wanted h is found; the cheapest pair is proposed, on equal cost the one
 * with more images.
 *
 * @param components variances found in the pilot
 * @param secondsPerTrial c_t, the part of a trial's time that does not grow with its images (injection, undo)
 * @param secondsPerImage c_i, the time of one image in one trial
 * @param population M, how many images there are
 */
public record PilotDesign(
        VarianceComponents components, double secondsPerTrial, double secondsPerImage, int population) {

    private static final int MAX_TRIALS = 1_000_000;

    /**
     * A design.
     *
     * @param trials R
     * @param images N
     * @param halfWidth the half-width expected of it, in the unit of an accuracy
     * @param seconds the time expected of it
     * @param reachesTarget false if the wanted half-width does not fit into the time, and this is the narrowest that
     *     does
     */
    public record Proposal(int trials, int images, double halfWidth, double seconds, boolean reachesTarget) {}

    /** @throws IllegalArgumentException if a time is not positive or there is no image */
    public PilotDesign {
        if (!(secondsPerTrial >= 0) || !(secondsPerImage > 0) || population < 1) {
            throw new IllegalArgumentException("a pilot design needs secondsPerTrial >= 0, secondsPerImage > 0 and "
                    + "population >= 1, found " + secondsPerTrial + ", " + secondsPerImage + ", " + population);
        }
    }

    /**
     * The cheapest design with the wanted half-width, or the narrowest within {@code budgetSeconds} if that costs more.
     *
     * @param halfWidth wanted half-width of the 95 % interval, as a fraction (0.01 is one point)
     * @param budgetSeconds most time to spend
     * @throws IllegalArgumentException if the half-width is not positive, or the time is not enough for two trials on
     *     one image
     */
    public Proposal propose(double halfWidth, double budgetSeconds) {
        if (!(halfWidth > 0) || !(seconds(2, 1) <= budgetSeconds)) {
            throw new IllegalArgumentException("a proposal needs halfWidth > 0 and time for two trials of one image ("
                    + seconds(2, 1) + " s), found halfWidth " + halfWidth + ", budget " + budgetSeconds + " s");
        }
        Proposal cheapest = null;
        Proposal narrowest = null;
        for (int images = 1; images <= population; images = next(images)) {
            int affordable = (int) Math.min(MAX_TRIALS, budgetSeconds / (secondsPerTrial + secondsPerImage * images));
            if (affordable < 2) {
                break;
            }
            Proposal best = proposal(affordable, images, halfWidth);
            if (narrowest == null || best.halfWidth() <= narrowest.halfWidth()) {
                narrowest = best;
            }
            if (best.reachesTarget()) {
                Proposal least = proposal(leastTrials(images, halfWidth, affordable), images, halfWidth);
                cheapest = cheapest == null || least.seconds() <= cheapest.seconds() ? least : cheapest;
            }
        }
        return cheapest != null ? cheapest : narrowest;
    }

    /**
     * The fewest trials, on images that are the same in every trial, whose mean has an interval over the trials as
     * narrow as wanted: t(0.975, R − 1) · √(σ²_T/R + σ²_e/(RN)) ≤ h. What these images say of all others is not in it.
     *
     * @param images N
     * @param halfWidth h, more than 0
     */
    public int leastTrials(int images, double halfWidth) {
        PilotDesign given = new PilotDesign(components, secondsPerTrial, secondsPerImage, images);
        return given.leastTrials(images, halfWidth, MAX_TRIALS);
    }

    /** The next number of images to look at; the whole population is always one of them. */
    private int next(int images) {
        return images == population ? population + 1 : Math.min(population, images + Math.max(1, images / 32));
    }

    /** The half-width falls with the number of trials, so the smallest that reaches it is found by bisection. */
    private int leastTrials(int images, double wanted, int enough) {
        int low = 2;
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

    private Proposal proposal(int trials, int images, double wanted) {
        double reached = halfWidth(trials, images);
        return new Proposal(trials, images, reached, seconds(trials, images), reached <= wanted);
    }

    private double halfWidth(int trials, int images) {
        return Sample.studentQuantile(trials) * Math.sqrt(components.ofMean(trials, images, population));
    }

    private double seconds(int trials, int images) {
        return trials * (secondsPerTrial + secondsPerImage * images);
    }
}
