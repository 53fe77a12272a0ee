package org.fitact.memory.format;

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.number.NumberFormat;

/** Powers of two by their exponents: an integer e of 8 bits stands for 2^e; a number between two gets the greater. */
record Exponent() implements NumberFormat {

    static final Exponent FORMAT = new Exponent();

    private static final FixedPoint INTEGERS = FixedPoint.of(new QFormat(7, 0));

    @Override
    public String name() {
        return "exponent8";
    }

    @Override
    public int width() {
        return INTEGERS.width();
    }

    @Override
    public int encode(float value, long index) {
        if (!(value > 0)) {
            throw new ArithmeticException(value + " at index " + index + " is no power of two");
        }
        int below = Math.getExponent(value);
        return INTEGERS.encode(Math.scalb(1f, below) < value ? below + 1 : below, index);
    }

    /** 2^−128 to 2^127. */
    @Override
    public float decode(int word) {
        return Math.scalb(1f, word);
    }

    @Override
    public int hold(int bits) {
        return INTEGERS.hold(bits);
    }

    @Override
    public int mask(BitClass bits) {
        return INTEGERS.mask(bits);
    }

    @Override
    public boolean holds(float value) {
        return value >= decode(INTEGERS.format().minWord())
                && value <= decode(INTEGERS.format().maxWord());
    }
}
