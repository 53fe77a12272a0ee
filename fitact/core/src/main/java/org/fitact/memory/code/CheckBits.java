package org.fitact.memory.code;

import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.number.NumberFormat;

/**
 * Words that are no numbers: bits, each by itself. They count as bits of the fraction, so that faults in sign or integer bits
 * spare them.
 *
 * @param width 1 to 32
 */
public record CheckBits(int width) implements NumberFormat {

    @Override
    public String name() {
        return "bits" + width;
    }

    @Override
    public int encode(float value, long index) {
        throw new ArithmeticException(value + " at index " + index + " has no word in " + name());
    }

    /** The bits as a number without a sign. */
    @Override
    public float decode(int word) {
        return Integer.toUnsignedLong(word);
    }

    @Override
    public int hold(int bits) {
        return bits & wordMask();
    }

    @Override
    public int mask(BitClass bits) {
        return bits == BitClass.FRACTION ? wordMask() : 0;
    }

    @Override
    public boolean holds(float value) {
        return false;
    }
}
