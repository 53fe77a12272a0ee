package org.fitact.nn.integer.c;

import static org.fitact.nn.integer.c.WordArray.literal;

import java.util.Arrays;
import java.util.List;
import org.fitact.nn.integer.range.Exact;
import org.fitact.nn.integer.range.Span;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Quotient;

/** Pooling: the largest word of a window, or the exact quotient of its sum and a number of taps, rounded once. */
final class PoolCode {

    private final Layer layer;
    private final Pool2d shape;
    private final FixedType x;
    private final FixedType y;

    PoolCode(Layer layer, Pool2d shape, FixedType x, FixedType y) {
        this.layer = layer;
        this.shape = shape;
        this.x = x;
        this.y = y;
    }

    void write() {
        switch (shape.kind()) {
            case MAX -> largest();
            case AVERAGE -> average();
        }
    }

    private void largest() {
        CInteger word = CInteger.of(x.format());
        Conversion output = new Conversion(layer, "output", Exact.of(x.format()), y);
        String tap = "if (x[from] > largest) {\n    largest = x[from];\n}";
        window(
                word + " largest = " + literal(x.format().minWord()) + ";",
                tap,
                store(output.word("largest", "at", "0")));
    }

    private String store(String word) {
        return "y[at] = " + CInteger.of(y.format()).cast(word) + ";";
    }

    /** @param tap finds the index {@code from} of its word */
    private void window(String begin, String tap, String end) {
        WindowCode code = new WindowCode(shape.window(), shape.height(), shape.width(), "c", shape.channels());
        String from = "const int32_t from = (iy * " + shape.width() + " + ix) * " + shape.channels() + " + c;\n";
        layer.main(List.of(CInteger.of(x.format())), CInteger.of(y.format()), code.loops(begin, from + tap, end));
    }

    private void average() {
        int width = shape.outWidth();
        long[] divisors = new long[shape.outHeight() * width];
        Arrays.setAll(divisors, at -> shape.divisor(at / width, at % width));
        long most = Arrays.stream(divisors).max().orElseThrow();
        boolean same = Arrays.stream(divisors).allMatch(divisor -> divisor == most);
        String divisor = same
                ? literal(most)
                : layer.array("divisors", CInteger.of(Span.of(0, most)), divisors) + "[oy * " + width + " + ox]";
        int taps = shape.window().taps();
        Span sums = Span.of(x.format()).hull(Span.ZERO).times(Span.of(1, taps));
        boolean narrow = sums.fits(Long.SIZE);
        String prefix = layer.prefix();
        if (!narrow) {
            layer.need(Helper.WIDE);
        }
        String begin = narrow
                ? (sums.fits(Integer.SIZE) ? "int32_t" : "int64_t") + " sum = 0;"
                : prefix + "_wide sum = " + prefix + "_wide_of(0);";
        String tap = narrow ? "sum += x[from];" : prefix + "_wide_add(&sum, " + prefix + "_wide_of(x[from]));";
        window(begin, tap, store(quotient(sums, most, narrow, divisor)));
    }

    /** The word of {@code sum / divisor}, an expression. */
    private String quotient(Span sums, long mostDivisor, boolean narrow, String divisor) {
        int shift = y.format().fraction() - x.format().fraction();
        Span numerator = sums.left(Math.max(0, shift));
        Span denominator = Span.of(1, mostDivisor).left(Math.max(0, -shift));
        Span words = Span.of(x.format()).hull(Span.ZERO).left(shift);
        boolean fails = !words.within(Span.of(y)) && y.overflow() == org.fitact.tensor.fixedpoint.Overflow.ERROR;
        if (fails) {
            layer.canFail();
        }
        // Twice the rest is compared with the divisor.
        boolean inLongs = narrow
                && y.rounding() != Rounding.STOCHASTIC
                && numerator.fits(Long.SIZE)
                && Math.abs(shift) <= Conversion.MOST_SHIFT
                && denominator.left(1).fits(Long.SIZE);
        return inLongs ? ofLongs(shift, words, fails, divisor) : ofWide(narrow, fails, divisor);
    }

    private String ofLongs(int shift, Span words, boolean fails, String divisor) {
        layer.need(Helper.NUMBERS);
        String name = layer.name("output");
        String up = RoundingCode.rounded(y.rounding(), "2 * rest", "d", "n < 0");
        layer.function(Template.of("""
                /* ${type} of sum / divisor */
                static inline int64_t ${name}(int64_t sum, int64_t divisor${failed})
                {
                    const int64_t n = sum${up};
                    const int64_t d = divisor${down};
                    int64_t word = ${p}_quotient(n, d);
                    ${rest}
                    ${rounded}
                    ${result}
                }
                """)
                .with("type", y)
                .with("name", name)
                .with("failed", fails ? ", int32_t *failed" : "")
                .with("up", shift > 0 ? " * " + (1L << shift) : "")
                .with("down", shift < 0 ? " * " + (1L << -shift) : "")
                .with("p", layer.prefix())
                .with("rest", up.isEmpty() ? "" : "int64_t rest = n - word * d;")
                .with("rounded", up)
                .with("result", RoundingCode.overflowed(y, words))
                .fill());
        return name + "(sum, " + divisor + (fails ? ", failed)" : ")");
    }

    private String ofWide(boolean narrow, boolean fails, String divisor) {
        layer.need(Helper.QUOTIENT);
        boolean drawn = y.rounding() == Rounding.STOCHASTIC;
        if (drawn) {
            layer.need(Helper.DRAWS);
        }
        String prefix = layer.prefix();
        String name = layer.name("output");
        layer.function("/* " + y + " */\n" + Conversion.type(prefix, name, y));
        int before = Quotient.shift(x.format(), y);
        int shift = x.format().fraction() + before + 1 - y.format().fraction();
        String draw = drawn ? prefix + "_draw(" + layer.number() + ", at, 0)" : "0";
        return prefix + "_wide_quotient(" + (narrow ? prefix + "_wide_of(sum)" : "sum") + ", " + before + ", " + divisor
                + ", " + shift + ", &" + name + ", " + draw + ", " + (fails ? "failed" : "0") + ")";
    }
}
