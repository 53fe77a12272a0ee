package org.fitact.tensor.fixedpoint;

/**
 * A format, and how numbers become words of it: what hardware calls a fixed-point type. A number is rounded to the format's
 * last place first, then it overflows or does not.
 */
public record FixedType(Format format, Rounding rounding, Overflow overflow) {

    /** Half-even and saturating. */
    public static FixedType of(Format format) {
        return new FixedType(format, Rounding.HALF_EVEN, Overflow.SATURATE);
    }

    /** Another format by the same rules. */
    public FixedType with(Format other) {
        return new FixedType(other, rounding, overflow);
    }

    /** The least word that a number becomes. */
    public long least() {
        return overflow.least(format);
    }

    /** The greatest word that a number becomes. */
    public long greatest() {
        return format.maxWord();
    }

    /** Whether a word is one that numbers become, so that taking it for a number loses nothing. */
    public boolean holds(long word) {
        return word >= least() && word <= greatest();
    }

    /** As {@link ApFixed} writes it. */
    @Override
    public String toString() {
        return ApFixed.write(this);
    }
}
