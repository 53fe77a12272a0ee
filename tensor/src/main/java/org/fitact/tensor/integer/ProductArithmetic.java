package org.fitact.tensor.integer;

import java.util.Optional;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Wide;

/**
 * The arithmetic of a layer of products: {@code y = output(accumulator(bias + Σ w·x))}. Products are exact; the bias is aligned
 * to their binary point, or they to its; the accumulator rounds and overflows at the moment that it says, and what it has then
 * is rounded to the output's type.
 *
 * @param input format of x
 * @param weight format of w
 * @param bias format of the bias, if there is one
 */
public record ProductArithmetic(
        Format input, Format weight, Optional<Format> bias, Accumulator accumulator, FixedType output) {

    /** The same with an output of another type. */
    public ProductArithmetic with(FixedType type) {
        return new ProductArithmetic(input, weight, bias, accumulator, type);
    }

    /** Fraction bits of a product. */
    public int product() {
        return input.fraction() + weight.fraction();
    }

    /** Fraction bits at which all that is summed before a rounding is a whole number, and the accumulator too. */
    public int common() {
        int register = accumulator.type().format().fraction();
        boolean withBias = accumulator.moment() == Accumulator.Moment.END;
        int ofBias = bias.filter(_ -> withBias).map(Format::fraction).orElse(register);
        return Math.max(product(), Math.max(ofBias, register));
    }

    /**
     * @param terms of a sum
     * @throws IllegalArgumentException if sums may take more bits than are computed exactly: binary points lie too far apart
     */
    public void requireTerms(int terms) {
        int ofTerms = Integer.SIZE - Integer.numberOfLeadingZeros(terms);
        Format register = accumulator.type().format();
        long products = (long) input.width() + weight.width() + ofTerms + common() - product();
        long ofBias = bias.map(this::aligned).orElse(0L);
        // One bit for adding the bias, one for the sign of unsigned words.
        if (Math.max(products, Math.max(ofBias, aligned(register))) + 2 > Wide.BITS) {
            throw new IllegalArgumentException("products of " + input + " and " + weight
                    + bias.map(format -> ", a bias of " + format).orElse("") + " and an accumulator of " + register
                    + " have their binary points too far apart for an exact sum in " + Wide.BITS + " bits");
        }
    }

    private long aligned(Format format) {
        return (long) format.width() + Math.max(0, common() - format.fraction());
    }
}
