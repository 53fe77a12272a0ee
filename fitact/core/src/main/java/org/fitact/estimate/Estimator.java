package org.fitact.estimate;

/**
 * What a campaign makes of a trial.
 *
 * @param kind which accuracy of a trial counts
 * @param worst the most that a trial may cost in accuracy, 0..1: what trials that were not seen may hide. 1 where nothing is known;
 *     a trial that costs more is believed, and widens it
 */
public record Estimator(Kind kind, double worst) {

    /** The accuracy of a trial itself, which may cost all. */
    public static final Estimator PLAIN = new Estimator(Kind.PLAIN, 1);

    /** Which accuracy of a trial counts. */
    public enum Kind {
        /** That of its faults. */
        PLAIN,
        /** The expected one over all faults of the last linear layer, given those elsewhere: {@link GivenFeatures}. */
        AVERAGED
    }

    /** @throws IllegalArgumentException if the cost is none of an accuracy */
    public Estimator {
        if (!(worst > 0 && worst <= 1)) {
            throw new IllegalArgumentException("a trial costs " + worst + " at worst, expected more than 0, at most 1");
        }
    }

    /** Whether the last layer is averaged. */
    public boolean averaged() {
        return kind == Kind.AVERAGED;
    }
}
