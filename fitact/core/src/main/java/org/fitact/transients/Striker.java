package org.fitact.transients;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Flips bits in what a network computes, as the transient faults of a trial say. */
public abstract sealed class Striker permits PlanStriker, WordStriker {

    private final TransientSampler sampler;
    private final PlacesByStep places;
    private final int[] flips;
    private long trial;
    private double rate;
    private double largestRate;
    private int first;
    private int batch;

    /** @param images of all batches together */
    Striker(TransientSampler sampler, int images) {
        this.sampler = sampler;
        this.places = new PlacesByStep(sampler.places());
        this.flips = new int[images];
    }

    /**
     * Has a trial's faults strike while something runs the network over all images, before anybody who observes it sees a value.
     *
     * @param rate of the campaign
     * @param largestRate of the campaign, with whose flips all others are drawn
     */
    public final <T> T during(long trial, double rate, double largestRate, Supplier<T> run) {
        this.trial = trial;
        this.rate = rate;
        this.largestRate = largestRate;
        first = 0;
        batch = 0;
        Arrays.fill(flips, 0);
        return between(run);
    }

    /** Runs the network with this between its steps. */
    abstract <T> T between(Supplier<T> run);

    /** Flipped bits of each image in the last trial; not to be modified. */
    public final int[] flips() {
        return flips;
    }

    final PlacesByStep places() {
        return places;
    }

    /** The next images of the trial are those of a batch. */
    final void next(int images) {
        first += batch;
        batch = images;
    }

    /** Images of the batch. */
    final int batch() {
        return batch;
    }

    /** The number of an image of the batch among all of the trial. */
    final int number(int image) {
        return first + image;
    }

    /** Notes bits that were flipped in an image of the batch. */
    final void flipped(int image, int bits) {
        flips[first + image] += bits;
    }

    /**
     * Draws the flips in an image of the batch.
     *
     * @param attempt 0; more where it is computed again
     */
    final void draw(Place place, int image, int attempt, LongConsumer hit) {
        sampler.draw(trial, first + image, place, attempt, rate, largestRate, hit);
    }
}
