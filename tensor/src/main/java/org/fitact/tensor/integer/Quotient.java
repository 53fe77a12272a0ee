package org.fitact.tensor.integer;

import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Wide;

/**
 * Sums words and divides by a whole number: {@code type(Σ x / d)}, the exact quotient rounded once. For one thread.
 *
 * <p>The quotient is cut {@link #BEHIND} bits behind the type's last place, and one more bit says whether anything was cut: a
 * rounding sees no more of a number than its next bits and whether there are any behind them.
 */
public final class Quotient {

    /** Stochastic rounding looks at 53 bits behind the last place, all others at one. */
    private static final int BEHIND = 53;

    private final Conversion output;
    private final int fraction;
    private final int shift;
    private final Wide sum = new Wide();

    /** @param of format of the words */
    Quotient(Format of, FixedType type, NodeRun run) {
        this.output = new Conversion(type, run);
        this.shift = shift(of, type);
        this.fraction = of.fraction() + shift;
    }

    /**
     * The bits by which a sum is shifted before it is divided.
     *
     * @throws IllegalArgumentException if that takes more bits than are computed exactly
     */
    public static int shift(Format of, FixedType type) {
        int shift = Math.max(0, type.format().fraction() + BEHIND - of.fraction());
        if (of.width() + Integer.SIZE + shift + 1 > Wide.BITS) {
            throw new IllegalArgumentException("the average of " + of + " as " + type.format()
                    + " has binary points too far apart for an exact quotient in " + Wide.BITS + " bits");
        }
        return shift;
    }

    void begin() {
        sum.set(0);
    }

    void add(long word) {
        sum.add(word);
    }

    /** The word of the sum over a divisor of at least 1. */
    long end(int divisor, int element) {
        boolean cut = sum.shiftLeft(shift).divide(divisor);
        sum.shiftLeft(1).add(cut ? 1 : 0);
        return output.word(sum, fraction + 1, element);
    }
}
