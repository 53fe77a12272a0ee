package org.fitact.nn.integer.c;

import java.util.Optional;
import org.fitact.nn.integer.range.Exact;
import org.fitact.nn.integer.range.Span;
import org.fitact.nn.integer.range.Sums;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.ProductArithmetic;

/**
 * The statements by which one output is summed: {@code output(accumulator(bias + Σ w·x))}. A sum at the end is of {@code int32_t} or
 * {@code int64_t} where no order of the terms leaves it, else of 192 bits. One that is rounded at each addition is the same as one at
 * the end where nothing is rounded and no partial sum leaves the accumulator, which the words say.
 */
final class SumCode {

    private final Layer layer;
    private final String prefix;
    private final ProductArithmetic arithmetic;
    private final Sums sums;
    private final boolean atEach;
    private final Optional<Format> bias;
    private final String biases;
    private final int common;
    private final boolean wideSum;
    private final boolean wideTotal;
    private final CInteger sumType;
    private final Conversion biased;
    private final Conversion accumulated;
    private final Conversion output;

    /** @param biases name of their array; null for none */
    SumCode(Layer layer, ProductArithmetic arithmetic, Sums sums, String biases) {
        this.layer = layer;
        this.prefix = layer.prefix();
        this.arithmetic = arithmetic;
        this.sums = sums;
        this.biases = biases;
        this.bias = arithmetic.bias();
        Accumulator accumulator = arithmetic.accumulator();
        boolean each = accumulator.moment() == Accumulator.Moment.EACH_ADDITION;
        this.atEach = each && !sums.isExact(arithmetic);
        this.common = arithmetic.common();
        Exact total = atEach ? addition() : sums.total(arithmetic);
        int farthest = Math.max(common - arithmetic.product(), common - ofRegister());
        int ofBiases = bias.map(format -> common - format.fraction()).orElse(0);
        this.wideTotal = !total.span().fits(Long.SIZE) || Math.max(farthest, ofBiases) > Conversion.MOST_SHIFT;
        this.wideSum = !sums.products().fits(Long.SIZE);
        this.sumType = CInteger.of(
                sums.products().fits(Integer.SIZE) ? Span.of(Integer.MIN_VALUE, 0) : Span.of(Long.MIN_VALUE, 0));
        this.biased = atEach && biases != null
                ? new Conversion(layer, "begun", Exact.of(bias.orElseThrow()), accumulator.type())
                : null;
        this.accumulated = new Conversion(layer, "accumulated", total, accumulator.type());
        Span register = atEach ? Span.of(accumulator.type()) : accumulated.result();
        this.output = new Conversion(
                layer, "output", new Exact(register, accumulator.type().format().fraction()), arithmetic.output());
        if (wideSum || wideTotal) {
            layer.need(Helper.WIDE);
        }
        comment(each);
    }

    private void comment(boolean each) {
        layer.comment(sums.terms() + " products with " + arithmetic.product() + " fraction bits, in an accumulator "
                + arithmetic.accumulator().type() + ", "
                + (each ? "which rounds and overflows at each addition" : "which rounds and overflows at the end"));
        if (each && !atEach) {
            layer.comment("by these words no partial sum is rounded, or leaves the accumulator: the end is enough");
        }
        if (!atEach) {
            layer.comment("by these words sums are within " + sums.products().least() + " and "
                    + sums.products().greatest());
        }
    }

    private int ofRegister() {
        return arithmetic.accumulator().type().format().fraction();
    }

    private int ofBias() {
        return bias.orElseThrow().fraction();
    }

    /** What one addition gives before it is rounded. */
    private Exact addition() {
        Span register = Span.of(arithmetic.accumulator().type());
        Span product = sums.product();
        return new Exact(
                register.left(common - ofRegister()).plus(product.left(common - arithmetic.product())), common);
    }

    /** Before the terms. */
    String begin(String channel) {
        if (!atEach) {
            return wideSum ? prefix + "_wide sum = " + prefix + "_wide_of(0);" : sumType + " sum = 0;";
        }
        String first = biased == null ? "0" : biased.word(biases + "[" + channel + "]", "at", "1");
        return "int64_t sum = " + first + ";"
                + (accumulated.isDrawn() ? "\nint32_t additions = " + (biased == null ? 0 : 1) + ";" : "");
    }

    /** One term. */
    String add(String x, String w) {
        if (wideTotal && atEach || wideSum && !atEach) {
            layer.need(Helper.PRODUCT);
        }
        if (!atEach) {
            return wideSum
                    ? prefix + "_wide_add(&sum, " + prefix + "_wide_product(" + x + ", " + w + "));"
                    : "sum += (" + sumType + ")" + x + " * " + w + ";";
        }
        int ofSum = common - ofRegister();
        int ofProduct = common - arithmetic.product();
        String term = accumulated.isDrawn() ? "++additions" : "0";
        if (!wideTotal) {
            String exact = scaled("sum", ofSum) + " + " + scaled("(int64_t)" + x + " * " + w, ofProduct);
            return "sum = " + accumulated.word(exact, "at", term) + ";";
        }
        return Template.of("""
                ${p}_wide exact = ${p}_wide_left(${p}_wide_product(${x}, ${w}), ${ofProduct});
                ${p}_wide_add(&exact, ${p}_wide_left(${p}_wide_of(sum), ${ofSum}));
                sum = ${word};
                """)
                .with("p", prefix)
                .with("x", x)
                .with("w", w)
                .with("ofProduct", ofProduct)
                .with("ofSum", ofSum)
                .with("word", accumulated.wideWord("exact", "at", term))
                .fill();
    }

    private static String scaled(String x, int bits) {
        return bits == 0 ? x : x + " * " + (1L << bits);
    }

    /** Behind the terms: what goes to {@code y[at]}. */
    String end(String channel, CInteger type) {
        if (atEach) {
            return store(type, "sum");
        }
        int ofSum = common - arithmetic.product();
        if (!wideTotal && !wideSum) {
            String total = scaled("(int64_t)sum", ofSum)
                    + (biases == null
                            ? ""
                            : " + " + scaled("(int64_t)" + biases + "[" + channel + "]", common - ofBias()));
            return store(type, accumulated.word(total, "at", "1"));
        }
        String sum = wideSum ? "sum" : prefix + "_wide_of(sum)";
        String total = prefix + "_wide total = " + prefix + "_wide_left(" + sum + ", " + ofSum + ");\n";
        if (biases != null) {
            total += prefix + "_wide_add(&total, " + prefix + "_wide_left(" + prefix + "_wide_of(" + biases + "["
                    + channel + "]), " + (common - ofBias()) + "));\n";
        }
        return total + store(type, accumulated.wideWord("total", "at", "1"));
    }

    private String store(CInteger type, String register) {
        return "y[at] = " + type.cast(output.word(register, "at", "0")) + ";";
    }
}
