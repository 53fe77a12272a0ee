package org.fitact.nn.integer.range;

import java.math.BigInteger;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.ProductArithmetic;

/**
 * What sums of products can be, whatever x is.
 *
 * @param terms of a sum
 * @param product of one term
 * @param products of all terms, or some of them, in any order; 0 is among it
 * @param channels the same of each output channel
 * @param bias one for each channel; null for none
 */
public record Sums(int terms, Span product, Span products, Span[] channels, long[] bias) {

    /**
     * Of stored weights.
     *
     * @param weight rows of one word for each output channel
     * @param bias null for none
     */
    public static Sums of(Span x, long[] weight, long[] bias, int channels) {
        Span zero = Span.ZERO;
        BigInteger[] above = new BigInteger[channels];
        BigInteger[] below = new BigInteger[channels];
        for (int o = 0; o < channels; o++) {
            above[o] = BigInteger.ZERO;
            below[o] = BigInteger.ZERO;
        }
        Span words = zero;
        for (int i = 0; i < weight.length; i++) {
            int o = i % channels;
            BigInteger word = BigInteger.valueOf(weight[i]);
            if (weight[i] > 0) {
                above[o] = above[o].add(word);
            } else if (weight[i] < 0) {
                below[o] = below[o].add(word);
            }
            words = words.hull(Span.of(weight[i], weight[i]));
        }
        Span any = x.hull(zero);
        Span[] each = new Span[channels];
        Span all = zero;
        for (int o = 0; o < channels; o++) {
            each[o] = new Span(
                    any.least().multiply(above[o]).add(any.greatest().multiply(below[o])),
                    any.greatest().multiply(above[o]).add(any.least().multiply(below[o])));
            all = all.hull(each[o]);
        }
        return new Sums(weight.length / channels, any.times(words), all, each, bias);
    }

    /** Of two values. */
    public static Sums of(Span a, Span b, int terms) {
        Span product = a.times(b).hull(Span.ZERO);
        Span all = product.times(Span.of(terms, terms));
        return new Sums(terms, product, all, new Span[] {all}, null);
    }

    /** The exact sum with its bias, at {@link ProductArithmetic#common}, and all that is on the way to it. */
    public Exact total(ProductArithmetic arithmetic) {
        int common = arithmetic.common();
        int ofBias = arithmetic.bias().map(Format::fraction).orElse(common);
        Span all = Span.ZERO;
        for (int o = 0; o < channels.length; o++) {
            Span sum = channels[o].left(common - arithmetic.product());
            Span first = bias == null ? Span.ZERO : Span.of(bias[o], bias[o]).left(common - ofBias);
            all = all.hull(sum).hull(first).hull(sum.plus(first));
        }
        return new Exact(all, common);
    }

    /** Whether an accumulator holds every partial sum as it is, so that it does not matter when it rounds. */
    public boolean isExact(ProductArithmetic arithmetic) {
        int register = arithmetic.accumulator().type().format().fraction();
        boolean aligned = arithmetic.product() <= register
                && arithmetic.bias().map(Format::fraction).orElse(register) <= register;
        return aligned
                && total(arithmetic)
                        .span()
                        .within(Span.of(arithmetic.accumulator().type()));
    }
}
