package org.fitact.campaign;

/**
 * What a trial found.
 *
 * @param flips number of bits flipped
 * @param correct number of images classified correctly
 * @param images number of images classified
 * @param seconds wall time; reported, never compared
 */
public record TrialOutcome(long flips, int correct, int images, double seconds) {

    /** @throws IllegalArgumentException if the counts contradict each other or the time is not a time */
    public TrialOutcome {
        if (flips < 0 || images < 1 || correct < 0 || correct > images || !(seconds >= 0)) {
            throw new IllegalArgumentException("an outcome needs flips >= 0, 0 <= correct <= images, images >= 1 and "
                    + "seconds >= 0, found flips " + flips + ", correct " + correct + ", images " + images
                    + ", seconds " + seconds);
        }
    }

    /** correct / images, in 0..1. */
    public double accuracy() {
        return (double) correct / images;
    }

    /** Whether both found the same, in whatever time. */
    public boolean sameFinding(TrialOutcome other) {
        return flips == other.flips && correct == other.correct && images == other.images;
    }
}
