package org.fitact.tensor.fixedpoint;

/**
 * A whole number of up to 192 bits in two's complement, modified in place: the exact sum of products of words, and how such a
 * number becomes a word. It is the definition of every conversion between fixed-point numbers; what is faster has the same bits.
 *
 * <p>There is no check for more than 192 bits: whoever adds and shifts knows how many he needs.
 */
public final class Wide {

    /** Bits, the sign among them. */
    public static final int BITS = 3 * Long.SIZE;

    private static final int DRAWN = 53;
    private static final int MANTISSA = 52;

    private long low;
    private long high;
    private long top;
    private boolean overflowed;

    /** Makes it a number. */
    public Wide set(long value) {
        low = value;
        high = value >> 63;
        top = high;
        return this;
    }

    /**
     * Makes it the number that a double is, in units of a power of two.
     *
     * @param value finite
     * @return its fraction bits f: the double is this number times 2^−f
     */
    public int set(double value) {
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        set((long) Math.scalb(value, MANTISSA - exponent));
        return MANTISSA - exponent;
    }

    public Wide add(long value) {
        long sign = value >> 63;
        return add(sign, sign, value);
    }

    public Wide add(Wide other) {
        return add(other.top, other.high, other.low);
    }

    /** Adds {@code a · b}. */
    public Wide addProduct(long a, long b) {
        long upper = Math.multiplyHigh(a, b);
        return add(upper >> 63, upper, a * b);
    }

    private Wide add(long t, long h, long l) {
        low += l;
        long carry = Long.compareUnsigned(low, l) < 0 ? 1 : 0;
        long sum = high + h;
        long over = Long.compareUnsigned(sum, h) < 0 ? 1 : 0;
        high = sum + carry;
        over += carry == 1 && high == 0 ? 1 : 0;
        top += t + over;
        return this;
    }

    /** Multiplies it by {@code 2^bits}. */
    public Wide shiftLeft(int bits) {
        int rest = bits;
        for (; rest >= Long.SIZE; rest -= Long.SIZE) {
            top = high;
            high = low;
            low = 0;
        }
        if (rest > 0) {
            top = top << rest | high >>> Long.SIZE - rest;
            high = high << rest | low >>> Long.SIZE - rest;
            low <<= rest;
        }
        return this;
    }

    /**
     * Divides it by a whole number and rounds down.
     *
     * @param divisor at least 1
     * @return whether something was left
     */
    public boolean divide(int divisor) {
        // ⌊x/d⌋ = −1 − ⌊(−1 − x)/d⌋, and −1 − x is the complement.
        long sign = top >> 63;
        top ^= sign;
        high ^= sign;
        low ^= sign;
        long rest = 0;
        long[] limbs = {top, high, low};
        for (int i = 0; i < limbs.length; i++) {
            long upper = rest << 32 | limbs[i] >>> 32;
            long lower = upper % divisor << 32 | limbs[i] & 0xFFFF_FFFFL;
            limbs[i] = upper / divisor << 32 | lower / divisor;
            rest = lower % divisor;
        }
        top = limbs[0] ^ sign;
        high = limbs[1] ^ sign;
        low = limbs[2] ^ sign;
        return rest != (sign == 0 ? 0 : divisor - 1);
    }

    public boolean isNegative() {
        return top < 0;
    }

    private boolean isZero() {
        return (low | high | top) == 0;
    }

    /** Bits of the least two's-complement word that holds it, the sign among them: 1 for 0 and −1. */
    public int bitLength() {
        long sign = top >> 63;
        if (top != sign) {
            return BITS + 1 - Long.numberOfLeadingZeros(top ^ sign);
        }
        if (high != sign) {
            return 2 * Long.SIZE + 1 - Long.numberOfLeadingZeros(high ^ sign);
        }
        return Long.SIZE + 1 - Long.numberOfLeadingZeros(low ^ sign);
    }

    /**
     * Divides it by {@code 2^bits}, exactly or rounded; a negative number of bits multiplies.
     *
     * @param bits any; that a multiplication leaves no more than 192 bits is for the caller to know
     * @param drawn 64 random bits, for stochastic rounding
     */
    public Wide scale(int bits, Rounding rounding, long drawn) {
        if (bits <= 0) {
            return shiftLeft(-bits);
        }
        boolean half = (from(bits - 1) & 1) == 1;
        boolean below = anyBelow(bits - 1);
        int comparison = half ? below ? 1 : 0 : -1;
        boolean odd = (from(bits) & 1) == 1;
        boolean up = rounding.up(
                !half && !below,
                comparison,
                odd,
                isNegative(),
                rounding == Rounding.STOCHASTIC && isBelowRest(drawn, bits));
        long newLow = from(bits);
        long newHigh = from(bits + Long.SIZE);
        top = from(bits + 2 * Long.SIZE);
        high = newHigh;
        low = newLow;
        return up ? add(1) : this;
    }

    /** Whether a number u in [0, 1), the upper 53 random bits, is less than the last bits as a fraction of {@code 2^bits}. */
    private boolean isBelowRest(long drawn, int bits) {
        long u = drawn >>> Long.SIZE - DRAWN;
        if (bits <= DRAWN) {
            long rest = low & (1L << bits) - 1;
            return u < rest << DRAWN - bits;
        }
        long rest = from(bits - DRAWN) & (1L << DRAWN) - 1;
        return u < rest || u == rest && anyBelow(bits - DRAWN);
    }

    /** The 64 bits from one on, the lowest being 0; beyond the highest are copies of the sign. */
    private long from(int bit) {
        int limb = bit / Long.SIZE;
        int within = bit % Long.SIZE;
        return within == 0 ? limb(limb) : limb(limb) >>> within | limb(limb + 1) << Long.SIZE - within;
    }

    private long limb(int index) {
        return switch (index) {
            case 0 -> low;
            case 1 -> high;
            case 2 -> top;
            default -> top >> 63;
        };
    }

    /** Whether one of the lowest bits is set. */
    private boolean anyBelow(int bits) {
        if (bits <= 0) {
            return false;
        }
        if (bits >= BITS) {
            return !isZero();
        }
        long last = bits % Long.SIZE == 0 ? 0 : limb(bits / Long.SIZE) << Long.SIZE - bits % Long.SIZE;
        for (int i = 0; i < bits / Long.SIZE; i++) {
            last |= limb(i);
        }
        return last != 0;
    }

    /**
     * The word of {@code number · 2^−fraction}, in the arithmetic of longs where that is enough. What this number was is lost.
     *
     * @param drawn 64 random bits, for stochastic rounding
     */
    public long toWord(long number, int fraction, FixedType type, long drawn) {
        int shift = fraction - type.format().fraction();
        if (shift <= 0 || shift >= Long.SIZE - 1 || type.rounding() == Rounding.STOCHASTIC) {
            return set(number).toWord(fraction, type, drawn);
        }
        long floor = number >> shift;
        long rest = number - (floor << shift);
        int half = Long.compare(rest, 1L << shift - 1);
        boolean up = type.rounding().up(rest == 0, half, (floor & 1) == 1, number < 0, false);
        long word = up ? floor + 1 : floor;
        overflowed = !type.holds(word);
        return overflowed ? set(word).overflow(type, word) : word;
    }

    /**
     * The word of {@code this · 2^−fraction}: rounded once to the last place of the type, then overflowing or not, as {@link
     * #overflowed} says. This number is used up.
     *
     * @param drawn 64 random bits, for stochastic rounding
     */
    public long toWord(int fraction, FixedType type, long drawn) {
        int shift = fraction - type.format().fraction();
        if (shift < 0 && !isZero() && bitLength() - (long) shift > Long.SIZE) {
            return overflow(type, -shift >= Long.SIZE ? 0 : low << -shift);
        }
        if (!isZero()) {
            scale(shift, type.rounding(), drawn);
        }
        return toWord(type);
    }

    /** The word of this whole number in units of the type's last place: itself, or what becomes of it by overflow. */
    public long toWord(FixedType type) {
        overflowed = !(bitLength() <= Long.SIZE && type.holds(low));
        return overflowed ? overflow(type, low) : low;
    }

    private long overflow(FixedType type, long lowBits) {
        overflowed = true;
        return switch (type.overflow()) {
            case SATURATE, SATURATE_SYMMETRIC -> isNegative() ? type.least() : type.greatest();
            case SATURATE_ZERO, ERROR -> 0;
            case WRAP -> type.format().wrap(lowBits);
        };
    }

    /** Whether the last {@link #toWord} was beyond the range; of {@link Overflow#ERROR} its word means nothing then. */
    public boolean overflowed() {
        return overflowed;
    }
}
