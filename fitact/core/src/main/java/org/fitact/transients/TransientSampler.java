package org.fitact.transients;

import java.util.List;
import java.util.function.LongConsumer;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;
import org.fitact.transients.TransientFaults.Count;

/**
 * Draws what flips in the inference of an image in a trial. It follows from (seed, trial, image, place) and the place's bits
 * alone: not from the batch, the thread, the backend, or the other places. One flip of all is of all places together, so there it follows from
 * which places there are.
 */
public final class TransientSampler {

    /** Keeps these draws apart from all others of the seed. */
    private static final long STREAM = 0x7472616E7369656EL;

    private final TransientFaults faults;
    private final List<Place> places;
    private final PhiloxRandom trials;

    /** @param places all of a network */
    public TransientSampler(TransientFaults faults, List<Place> places, long seed) {
        this.faults = faults;
        this.places = List.copyOf(places);
        this.trials = new PhiloxRandom(seed, STREAM);
    }

    /** Bits that may flip in one inference. */
    public long bits() {
        return places.stream().mapToLong(Place::bits).sum();
    }

    List<Place> places() {
        return places;
    }

    /**
     * The flips at a place.
     *
     * @param rate of the campaign
     * @param largestRate of the campaign, with whose flips all others are drawn
     * @param attempt 0; more where it is computed again, when other bits flip, and of exactly one none
     * @param hit is given the numbers of the bits by ascending order: bit b of element e, with words of w bits, is {@code e·w + b}
     */
    void draw(long trial, long image, Place place, int attempt, double rate, double largestRate, LongConsumer hit) {
        PhiloxRandom ofImage = trials.child(trial).child(image);
        switch (faults.count()) {
            case Count.One _ -> drawOne(ofImage, place, attempt, hit);
            case Count.Fixed fixed -> draw(ofImage, place, attempt, fixed.rate(), fixed.rate(), hit);
            case Count.OfCampaign _ -> draw(ofImage, place, attempt, rate, largestRate, hit);
        }
    }

    private void draw(
            PhiloxRandom ofImage, Place place, int attempt, double rate, double largestRate, LongConsumer hit) {
        PhiloxRandom random = ofImage.child(place.key());
        RandomBits.draw(attempt == 0 ? random : random.child(attempt), rate, largestRate, place.bits(), hit);
    }

    private void drawOne(PhiloxRandom ofImage, Place place, int attempt, LongConsumer hit) {
        long rank = ofImage.nextLong(bits());
        for (Place some : places) {
            if (rank < some.bits()) {
                if (some.equals(place) && attempt == 0) {
                    hit.accept(rank);
                }
                return;
            }
            rank -= some.bits();
        }
    }
}
