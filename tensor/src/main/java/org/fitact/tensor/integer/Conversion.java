package org.fitact.tensor.integer;

import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.fixedpoint.Wide;

/** Makes exact numbers words of one node's output: rounds, counts overflows, and fails where the type says so. For one thread. */
final class Conversion {

    private final FixedType type;
    private final Tally tally;
    private final Draws draws;
    private final boolean drawn;
    private final Wide wide = new Wide();

    Conversion(FixedType type, NodeRun run) {
        this.type = type;
        this.tally = run.tally();
        this.draws = run.draws();
        this.drawn = type.rounding() == Rounding.STOCHASTIC;
    }

    FixedType type() {
        return type;
    }

    /** The word of {@code number · 2^−fraction}, for an element of the output. */
    long word(long number, int fraction, int element) {
        if (fraction == type.format().fraction() && type.holds(number)) {
            tally.output(false);
            return number;
        }
        long word = wide.toWord(number, fraction, type, drawn ? draws.bits(element, Draws.OUTPUT) : 0);
        return noted(word, wide, element);
    }

    /** The word of a number, for an element of the output. */
    long word(double number, int element) {
        if (!Double.isFinite(number)) {
            return ofNoNumber(number, element);
        }
        int fraction = wide.set(number);
        return word(wide, fraction, element);
    }

    /** The same; the number is used up. */
    long word(Wide number, int fraction, int element) {
        return noted(number.toWord(fraction, type, drawn ? draws.bits(element, Draws.OUTPUT) : 0), number, element);
    }

    private long noted(long word, Wide number, int element) {
        tally.output(number.overflowed());
        if (number.overflowed() && type.overflow() == Overflow.ERROR) {
            throw new ArithmeticException("output " + element + " is beyond the range of " + type);
        }
        return word;
    }

    private long ofNoNumber(double number, int element) {
        boolean saturates = type.overflow() != Overflow.WRAP && type.overflow() != Overflow.ERROR;
        if (Double.isNaN(number) || !saturates) {
            throw new ArithmeticException(number + " at index " + element + " has no word in " + type);
        }
        tally.output(true);
        return type.overflow() == Overflow.SATURATE_ZERO ? 0 : number > 0 ? type.greatest() : type.least();
    }
}
