package org.fitact.tensor.fixedpoint;

/** How a value between two neighbouring words becomes one of them. */
public enum Rounding {
    /** To the nearest; a tie goes to the even word. */
    HALF_EVEN,
    /** To the nearest; a tie goes up (towards +∞). */
    HALF_UP,
    /** To the nearest; a tie goes down (towards −∞). */
    HALF_DOWN,
    /** To the nearest; a tie goes away from zero. */
    HALF_AWAY,
    /** To the nearest; a tie goes towards zero. */
    HALF_ZERO,
    /** Down (towards −∞): the bits behind the last one are left out. */
    FLOOR,
    /** Up (towards +∞). */
    CEILING,
    /** Towards zero. */
    TRUNCATE,
    /** Up with the probability of the fraction, by a counter-based generator: the same for the same seed and counter. */
    STOCHASTIC;

    /**
     * Whether a value becomes the upper one of its two neighbours. The value is the lower one and a rest in [0, 1), in units of
     * the last place.
     *
     * @param exact whether the rest is 0
     * @param half sign of rest − ½
     * @param odd whether the lower neighbour is odd
     * @param negative whether the value is below 0
     * @param drawn what stochastic rounding drew: whether a number uniform in [0, 1) is below the rest
     */
    boolean up(boolean exact, int half, boolean odd, boolean negative, boolean drawn) {
        return switch (this) {
            case HALF_EVEN -> half > 0 || half == 0 && odd;
            case HALF_UP -> half >= 0;
            case HALF_DOWN -> half > 0;
            case HALF_AWAY -> half > 0 || half == 0 && !negative;
            case HALF_ZERO -> half > 0 || half == 0 && negative;
            case FLOOR -> false;
            case CEILING -> !exact;
            case TRUNCATE -> negative && !exact;
            case STOCHASTIC -> drawn;
        };
    }
}
