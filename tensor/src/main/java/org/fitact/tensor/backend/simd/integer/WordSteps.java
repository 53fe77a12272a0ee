package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.D;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;

/**
 * How exact numbers become words of a type: rounded, counted where they are beyond the range, saturated or wrapped. A number is
 * given in units of the type's last place, below {@link Doubles#EXACT}, with at most 50 bits behind the binary point. The steps are the same
 * for all types, by constants, but for the low bits of what wraps. For one thread and one run.
 */
final class WordSteps {

    /** The most bits behind the binary point of a number that is rounded exactly. */
    static final int MOST_BEHIND = 50;

    private final FixedType type;
    /** Whether it is half-even, which is the doubles' own rounding. */
    private final boolean nearest;

    private final double half;
    private final double down;
    private final double up;
    private final double least;
    private final double greatest;
    private final double low;
    private final double high;
    private final boolean cuts;
    private final long mask;
    private final long sign;
    private long beyond;

    WordSteps(FixedType type) {
        this.type = type;
        this.nearest = type.rounding() == Rounding.HALF_EVEN;
        // ⌊v + ½⌋ rounds ties up, ⌈v − ½⌉ down; the nearest whole number is at most one off the floor or the ceiling.
        this.half = switch (type.rounding()) {
            case HALF_UP -> 0.5;
            case HALF_DOWN -> -0.5;
            default -> 0;
        };
        this.down = switch (type.rounding()) {
            case FLOOR, HALF_UP -> 1;
            default -> 0;
        };
        this.up = switch (type.rounding()) {
            case CEILING, HALF_DOWN -> 1;
            default -> 0;
        };
        this.least = type.least();
        this.greatest = type.greatest();
        boolean wraps = type.overflow() == Overflow.WRAP;
        this.low = wraps ? Double.NEGATIVE_INFINITY : least;
        this.high = wraps ? Double.POSITIVE_INFINITY : greatest;
        int width = type.format().width();
        boolean cut = wraps && width < Long.SIZE;
        this.cuts = cut;
        this.mask = cut ? (1L << width) - 1 : -1;
        this.sign = cut && type.format().signed() ? 1L << width - 1 : 0;
    }

    /** Whether a type rounds as these steps can. */
    static boolean suits(FixedType type) {
        return switch (type.rounding()) {
            case HALF_EVEN, HALF_UP, HALF_DOWN, FLOOR, CEILING -> true;
            case HALF_AWAY, HALF_ZERO, TRUNCATE, STOCHASTIC -> false;
        };
    }

    /** The whole number that a number is rounded to. */
    private DoubleVector rounded(DoubleVector number) {
        if (nearest) {
            return Doubles.rounded(number);
        }
        DoubleVector shifted = number.add(half);
        DoubleVector whole = Doubles.rounded(shifted);
        return whole.sub(down, whole.compare(VectorOperators.GT, shifted))
                .add(up, whole.compare(VectorOperators.LT, shifted));
    }

    /** Counts those that are beyond the range, and has them saturate where the type does. */
    private DoubleVector within(DoubleVector whole) {
        VectorMask<Double> over = whole.compare(VectorOperators.GT, greatest);
        VectorMask<Double> under = whole.compare(VectorOperators.LT, least);
        beyond += over.or(under).trueCount();
        return whole.max(low).min(high);
    }

    private LongVector wrapped(LongVector words) {
        return words.and(mask).lanewise(VectorOperators.XOR, sign).sub(sign);
    }

    /** The words of numbers. */
    LongVector words(DoubleVector number) {
        LongVector words = Doubles.words(within(rounded(number)));
        return cuts ? wrapped(words) : words;
    }

    /**
     * Rounds numbers and counts those beyond the range; they saturate where the type does.
     *
     * @param numbers modified from {@code at} on
     * @param n a multiple of a vector
     * @param far of each lane, the largest whole number x, or −1 − x, before it saturated; modified
     */
    void round(double[] numbers, int at, int n, double[] far) {
        DoubleVector farthest = DoubleVector.fromArray(D, far, 0);
        for (int i = at; i < at + n; i += L) {
            DoubleVector whole = rounded(DoubleVector.fromArray(D, numbers, i));
            farthest = farthest.max(whole.max(whole.neg().sub(1)));
            within(whole).intoArray(numbers, i);
        }
        farthest.intoArray(far, 0);
    }

    /**
     * The words of numbers times a power of two.
     *
     * @param n a multiple of a vector
     * @param words modified from {@code to} on
     */
    void write(double[] numbers, int at, int n, double scale, long[] words, int to) {
        for (int i = 0; i < n; i += L) {
            words(DoubleVector.fromArray(D, numbers, at + i).mul(scale)).intoArray(words, to + i);
        }
    }

    /** The word of one number. */
    long word(double number) {
        double shifted = number + half;
        double near = Doubles.rounded(shifted);
        double whole = near - (near > shifted ? down : 0) + (near < shifted ? up : 0);
        beyond += whole > greatest || whole < least ? 1 : 0;
        return ((long) Math.min(Math.max(whole, low), high) & mask ^ sign) - sign;
    }

    /** How many numbers were beyond the range so far. */
    long beyond() {
        return beyond;
    }

    /** Whether a number was beyond a range that it does not saturate to: {@link #within} does no more. */
    boolean isCut() {
        return failed() || beyond > 0 && type.overflow() == Overflow.WRAP;
    }

    /** Whether a number was beyond a range whose overflow is neither to saturate nor to wrap: then the words mean nothing. */
    boolean failed() {
        return beyond > 0
                && switch (type.overflow()) {
                    case SATURATE, SATURATE_SYMMETRIC, WRAP -> false;
                    case SATURATE_ZERO, ERROR -> true;
                };
    }
}
