package org.fitact.memory.format;

import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.number.NumberFormat;

/**
 * Floating point as IEEE 754 and bfloat16 lay it out: a sign, e bits of exponent, f bits of fraction. A word is the raw bits, and
 * a number gets the nearest word, half-even. NaN and infinities are words like others: what a flip makes is kept, and every word
 * of 16 bits is read and written again as itself.
 *
 * @param name {@code float32}, {@code float16}, {@code bfloat16}
 */
public record IeeeFormat(String name, int exponentBits, int fractionBits) implements NumberFormat {

    public static final IeeeFormat FLOAT32 = new IeeeFormat("float32", 8, 23);

    public static final IeeeFormat FLOAT16 = new IeeeFormat("float16", 5, 10);

    public static final IeeeFormat BFLOAT16 = new IeeeFormat("bfloat16", 8, 7);

    private static final int FLOAT_FRACTION = FLOAT32.fractionBits;
    private static final int FLOAT_BIAS = FLOAT32.bias();

    @Override
    public int width() {
        return 1 + exponentBits + fractionBits;
    }

    private int bias() {
        return (1 << (exponentBits - 1)) - 1;
    }

    /** The exponent of infinities and NaN, in its place. */
    private int notFinite() {
        return ((1 << exponentBits) - 1) << fractionBits;
    }

    @Override
    public int encode(float value, long index) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> (Integer.SIZE - 1) << (width() - 1);
        int magnitude = bits & Integer.MAX_VALUE;
        if (magnitude > FLOAT32.notFinite()) {
            // NaN: the upper bits of its payload, of which one must be left.
            int payload = (magnitude & FLOAT32.mask(BitClass.FRACTION)) >>> (FLOAT_FRACTION - fractionBits);
            return hold(sign | notFinite() | (payload == 0 ? 1 << (fractionBits - 1) : payload));
        }
        return hold(sign | rounded(Math.abs(value)));
    }

    /** The word of the nearest number, by its distance from 0 in units of the last place of its binade. */
    private int rounded(float magnitude) {
        if (fractionBits == FLOAT_FRACTION) {
            return Float.floatToRawIntBits(magnitude);
        }
        if (Float.isInfinite(magnitude)) {
            return notFinite();
        }
        int exponent = Math.max(Math.getExponent(magnitude), 1 - bias());
        double units = Math.rint(Math.scalb((double) magnitude, fractionBits - exponent));
        // A carry out of the fraction goes on into the exponent, and from the largest number to infinity.
        return (int) Math.min(units + ((double) (exponent + bias() - 1) * (1 << fractionBits)), notFinite());
    }

    @Override
    public float decode(int word) {
        int magnitude = word & (wordMask() >>> 1);
        int sign = word >>> (width() - 1) << (Integer.SIZE - 1);
        int exponent = magnitude >>> fractionBits;
        int fraction = magnitude & mask(BitClass.FRACTION);
        if (magnitude >= notFinite()) {
            int payload = fraction << (FLOAT_FRACTION - fractionBits);
            return Float.intBitsToFloat(sign | FLOAT32.notFinite() | payload);
        }
        if (exponentBits == FLOAT32.exponentBits) {
            return Float.intBitsToFloat(sign | magnitude << (FLOAT_FRACTION - fractionBits));
        }
        if (exponent == 0) {
            float value = Math.scalb((float) fraction, 1 - bias() - fractionBits);
            return sign == 0 ? value : -value;
        }
        return Float.intBitsToFloat(sign
                | (exponent - bias() + FLOAT_BIAS) << FLOAT_FRACTION
                | fraction << (FLOAT_FRACTION - fractionBits));
    }

    @Override
    public int hold(int bits) {
        return bits & wordMask();
    }

    @Override
    public int mask(BitClass bits) {
        return switch (bits) {
            case SIGN -> 1 << (width() - 1);
            case INTEGER -> notFinite();
            case FRACTION -> (1 << fractionBits) - 1;
        };
    }

    /** Whether it rounds to a finite number. */
    @Override
    public boolean holds(float value) {
        return (encode(value, 0) & notFinite()) != notFinite();
    }

    @Override
    public String toString() {
        return name;
    }
}
