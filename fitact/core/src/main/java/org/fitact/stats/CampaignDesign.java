package org.fitact.stats;

import java.util.List;

/**
 * Proposes how many trials on how many images a campaign should run, all of whose points, schemes at rates, have the same
 * trials and images: what the most demanding of them needs.
 *
 * <p>With R trials on N of M images the half-width of a point's 95 % interval is about
 * h = t(0.975, R − 1) · √(σ²_T/R + (1 − N/M) σ²_I/N + σ²_e/(RN)) and the time R Σ (c_t + c_i N), summed over the points.
 * For N in steps of about 3 % the smallest R is found with which every point reaches the wanted h; the cheapest pair is
 * proposed, on equal cost the one with more images.
 *
 * @param points at least one, of one population of images
 * @param classes of the images: N is a multiple of it, so that a trial has as many of each, but for N = M
 */
public record CampaignDesign(List<PilotDesign> points, int classes) {

    /** Fewer trials are not proposed: an interval of few and equal trials says little, and stopping rules ask for these. */
    public static final int LEAST_TRIALS = 20;

    /** Fewer images of each class are not proposed: what the pilot saw of images does not reach that far down. */
    public static final int LEAST_OF_A_CLASS = 5;

    /**
     * A design.
     *
     * @param trials R
     * @param images N
     * @param halfWidth the widest that is expected of a point, in the unit of an accuracy
     * @param seconds the time expected of all points
     * @param reachesTarget false if the wanted half-width does not fit into the time, and this is the narrowest that
     *     does
     */
    public record Proposal(int trials, int images, double halfWidth, double seconds, boolean reachesTarget) {}

    /** @throws IllegalArgumentException if there is no point, or there are points of several populations */
    public CampaignDesign {
        points = List.copyOf(points);
        if (points.stream().mapToInt(PilotDesign::population).distinct().count() != 1 || classes < 1) {
            throw new IllegalArgumentException("a design needs points of one population and at least one class, found "
                    + points.size() + " points and " + classes + " classes");
        }
    }

    /**
     * The cheapest design with the wanted half-width, or the narrowest within {@code budgetSeconds} if that costs more.
     *
     * @param halfWidth wanted half-width of every 95 % interval, as a fraction (0.01 is one point)
     * @param budgetSeconds most time to spend
     * @return the fewest trials on the fewest images, where the time is not enough even for these
     * @throws IllegalArgumentException if the half-width is not positive
     */
    public Proposal propose(double halfWidth, double budgetSeconds) {
        if (!(halfWidth > 0)) {
            throw new IllegalArgumentException("half-width is " + halfWidth + ", expected a positive number");
        }
        int fewest = Math.min(population(), LEAST_OF_A_CLASS * classes);
        Proposal cheapest = null;
        Proposal narrowest = proposal(LEAST_TRIALS, fewest, halfWidth);
        for (int images = fewest; images <= population(); images = next(images)) {
            int affordable = (int) Math.min(PilotDesign.MAX_TRIALS, budgetSeconds / secondsOfTrial(images));
            if (affordable < LEAST_TRIALS) {
                break;
            }
            Proposal best = proposal(affordable, images, halfWidth);
            if (best.halfWidth() <= narrowest.halfWidth()) {
                narrowest = best;
            }
            if (best.reachesTarget()) {
                Proposal enough = proposal(trials(images, halfWidth, affordable), images, halfWidth);
                cheapest = cheapest == null || enough.seconds() <= cheapest.seconds() ? enough : cheapest;
            }
        }
        return cheapest != null ? cheapest : narrowest;
    }

    /** The point that needs the most trials on so many images; of equal ones the first. */
    public PilotDesign mostDemanding(int images) {
        PilotDesign most = points.getFirst();
        for (PilotDesign point : points) {
            most = point.errorOfTrials(images) > most.errorOfTrials(images) ? point : most;
        }
        return most;
    }

    private int population() {
        return points.getFirst().population();
    }

    private int trials(int images, double halfWidth, int enough) {
        int most = LEAST_TRIALS;
        for (PilotDesign point : points) {
            most = Math.max(most, point.leastTrials(images, halfWidth, enough));
        }
        return most;
    }

    /** The next number of images to look at; the whole population is always one of them. */
    private int next(int images) {
        int step = Math.max(1, images / 32 / classes) * classes;
        return images == population() ? population() + 1 : Math.min(population(), images + step);
    }

    private Proposal proposal(int trials, int images, double wanted) {
        double widest = points.stream()
                .mapToDouble(point -> point.halfWidth(trials, images))
                .max()
                .orElseThrow();
        return new Proposal(trials, images, widest, trials * secondsOfTrial(images), widest <= wanted);
    }

    private double secondsOfTrial(int images) {
        return points.stream()
                .mapToDouble(point -> point.secondsPerTrial() + point.secondsPerImage() * images)
                .sum();
    }
}
