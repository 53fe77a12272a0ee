package org.fitact.tensor.integer;

/** Comparison of words of different formats, exactly. */
final class Comparison {

    private Comparison() {}

    /** Sign of {@code a · 2^−aFraction − b · 2^−bFraction}. */
    static int compare(long a, int aFraction, long b, int bFraction) {
        return aFraction >= bFraction
                ? compareScaled(a, b, aFraction - bFraction)
                : -compareScaled(b, a, bFraction - aFraction);
    }

    /** Sign of {@code fine − coarse · 2^bits}. */
    private static int compareScaled(long fine, long coarse, int bits) {
        boolean fits = bits < Long.SIZE && coarse << bits >> bits == coarse;
        return fits || coarse == 0 ? Long.compare(fine, coarse << bits) : -Long.signum(coarse);
    }
}
