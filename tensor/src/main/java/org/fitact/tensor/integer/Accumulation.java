package org.fitact.tensor.integer;

import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.fixedpoint.Wide;

/** Sums products for one output after the other, as {@link ProductArithmetic} says. For one thread. */
final class Accumulation {

    /** What small sums of products are below. */
    private static final long SMALL = 1L << 52;

    private final ProductArithmetic arithmetic;
    private final FixedType type;
    private final boolean atEach;
    private final boolean drawn;
    private final int common;
    private final int ofProduct;
    private final int ofBias;
    private final int ofRegister;
    /** Whether a {@link #SMALL} sum of products and the bias is a whole number of the accumulator's units, and less than 2^62. */
    private final boolean inLongs;

    private final Tally tally;
    private final Draws draws;
    private final Conversion output;
    private final Wide sum = new Wide();
    private final Wide term = new Wide();

    private int element;
    private int additions;
    private long register;
    private long bias;

    Accumulation(ProductArithmetic arithmetic, NodeRun run) {
        this.arithmetic = arithmetic;
        this.type = arithmetic.accumulator().type();
        this.atEach = arithmetic.accumulator().moment() == Accumulator.Moment.EACH_ADDITION;
        this.drawn = type.rounding() == Rounding.STOCHASTIC;
        this.common = arithmetic.common();
        this.ofProduct = arithmetic.product();
        this.ofBias = arithmetic.bias().map(Format::fraction).orElse(common);
        this.ofRegister = type.format().fraction();
        int biasBits = arithmetic.bias().map(Format::width).orElse(0);
        this.inLongs = !atEach && common == ofRegister && common - ofProduct <= 8 && biasBits + common - ofBias <= 61;
        this.tally = run.tally();
        this.draws = run.draws();
        this.output = new Conversion(arithmetic.output(), run);
    }

    /**
     * Begins the sum of an output.
     *
     * @param element its index
     * @param word of the bias, 0 for none
     */
    void begin(int element, long word) {
        this.element = element;
        additions = 0;
        bias = word;
        sum.set(0);
        register = 0;
        if (atEach && arithmetic.bias().isPresent()) {
            register = accumulated(sum.set(word), ofBias);
        }
    }

    void add(long x, long w) {
        if (atEach) {
            term.set(0).addProduct(x, w).shiftLeft(common - ofProduct);
            register =
                    accumulated(sum.set(register).shiftLeft(common - ofRegister).add(term), common);
        } else {
            sum.addProduct(x, w);
        }
    }

    /** The word of an output of which the sum of all products is known, where a sum is rounded at the end. */
    long whole(long products, int element, long bias) {
        if (inLongs && Math.abs(products) < SMALL) {
            long total = (products << common - ofProduct) + (bias << common - ofBias);
            if (type.holds(total)) {
                tally.accumulated(Long.SIZE + 1 - Long.numberOfLeadingZeros(total ^ total >> 63), false);
                return output.word(total, ofRegister, element);
            }
        }
        begin(element, bias);
        sum.set(products);
        return end();
    }

    /** The same of a sum that is {@code high·2^shift + low}. */
    long whole(long high, int shift, long low, int element, long bias) {
        begin(element, bias);
        sum.set(high).shiftLeft(shift).add(low);
        return end();
    }

    /** The word of the output. */
    long end() {
        if (!atEach) {
            sum.shiftLeft(common - ofProduct).add(term.set(bias).shiftLeft(common - ofBias));
            register = accumulated(sum, common);
        }
        return output.word(register, ofRegister, element);
    }

    /** The word of the accumulator; the number is used up. */
    private long accumulated(Wide exact, int fraction) {
        additions++;
        exact.scale(fraction - ofRegister, type.rounding(), drawn ? draws.bits(element, additions) : 0);
        int bits = exact.bitLength();
        long word = exact.toWord(type);
        tally.accumulated(bits, exact.overflowed());
        if (exact.overflowed() && type.overflow() == Overflow.ERROR) {
            throw new ArithmeticException("the accumulator of output " + element + " is beyond the range of " + type);
        }
        return word;
    }
}
