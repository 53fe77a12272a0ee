package org.fitact.tensor.integer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.ExactModel;
import org.fitact.tensor.fixedpoint.ExactModel.Outcome;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;

/** Layers on words in unlimited integers, output by output from the formulas; of the program it has the random bits alone. */
final class IntegerModel {

    private final Draws draws;
    long outputOverflows;
    long accumulatorOverflows;
    int accumulatorBits;
    /** Whether something overflowed where that is an error. */
    boolean failed;

    IntegerModel(Draws draws) {
        this.draws = draws;
    }

    Draws draws() {
        return draws;
    }

    /** A number {@code n · 2^−fraction}. */
    record Fixed(BigInteger n, int fraction) implements Comparable<Fixed> {

        private static final int OF_DOUBLES = 1074;

        static Fixed of(long word, int fraction) {
            return new Fixed(BigInteger.valueOf(word), fraction);
        }

        /** A finite double, exactly. */
        static Fixed of(double number) {
            BigDecimal units = new BigDecimal(number).multiply(new BigDecimal(ExactModel.power(OF_DOUBLES)));
            return new Fixed(units.toBigIntegerExact(), OF_DOUBLES);
        }

        /** Of up to 53 bits, exactly. */
        double doubleValue() {
            return n.doubleValue() * Math.pow(2, -fraction);
        }

        Fixed negated() {
            return new Fixed(n.negate(), fraction);
        }

        @Override
        public int compareTo(Fixed other) {
            return plus(other.negated()).n.signum();
        }

        Fixed plus(Fixed other) {
            int common = Math.max(fraction, other.fraction);
            return new Fixed(n.shiftLeft(common - fraction).add(other.n.shiftLeft(common - other.fraction)), common);
        }

        Fixed times(Fixed other) {
            return new Fixed(n.multiply(other.n), fraction + other.fraction);
        }
    }

    private long output(Fixed exact, int divisor, FixedType type, int element) {
        Outcome outcome = ExactModel.word(exact.n, exact.fraction, divisor, type, draws.bits(element, Draws.OUTPUT));
        outputOverflows += outcome.overflowed() ? 1 : 0;
        return outcome.get(type.overflow()).orElseGet(this::fail);
    }

    private long fail() {
        failed = true;
        return 0;
    }

    /** The sum of an output, in the order of its terms. */
    private final class Sum {
        private final ProductArithmetic arithmetic;
        private final FixedType register;
        private final int element;
        private Fixed sum;
        private int additions;

        Sum(ProductArithmetic arithmetic, int element, Optional<Fixed> bias) {
            this.arithmetic = arithmetic;
            this.register = arithmetic.accumulator().type();
            this.element = element;
            this.sum = Fixed.of(0, 0);
            bias.ifPresent(this::add);
        }

        void add(Fixed term) {
            sum = sum.plus(term);
            if (arithmetic.accumulator().moment() == Accumulator.Moment.EACH_ADDITION) {
                close();
            }
        }

        /** Makes the sum a word of the register. */
        private void close() {
            additions++;
            int shift = register.format().fraction() - sum.fraction;
            BigInteger units = ExactModel.round(
                    sum.n.shiftLeft(Math.max(0, shift)),
                    ExactModel.power(Math.max(0, -shift)),
                    register.rounding(),
                    draws.bits(element, additions));
            accumulatorBits = Math.max(accumulatorBits, units.bitLength() + 1);
            Outcome outcome = ExactModel.fit(units, register);
            accumulatorOverflows += outcome.overflowed() ? 1 : 0;
            long word = outcome.get(register.overflow()).orElseGet(IntegerModel.this::fail);
            sum = Fixed.of(word, register.format().fraction());
        }

        long end() {
            if (arithmetic.accumulator().moment() == Accumulator.Moment.END) {
                close();
            }
            return output(sum, 1, arithmetic.output(), element);
        }
    }

    private static Optional<Fixed> bias(ProductArithmetic arithmetic, long[] bias, int channel) {
        return arithmetic.bias().map(format -> Fixed.of(bias[channel], format.fraction()));
    }

    private static Fixed product(ProductArithmetic arithmetic, long x, long w) {
        return Fixed.of(x, arithmetic.input().fraction())
                .times(Fixed.of(w, arithmetic.weight().fraction()));
    }

    long conv2d(Conv2d s, ProductArithmetic arithmetic, long[] x, long[] w, long[] bias, int element) {
        int o = element % s.outChannels();
        int ox = element / s.outChannels() % s.outWidth();
        int oy = element / s.outChannels() / s.outWidth() % s.outHeight();
        int image = element / s.outChannels() / s.outWidth() / s.outHeight();
        int group = (int) Math.floor((double) o * s.groups() / s.outChannels());
        Sum sum = new Sum(arithmetic, element, bias(arithmetic, bias, o));
        for (int ky = 0; ky < s.kernelHeight(); ky++) {
            for (int kx = 0; kx < s.kernelWidth(); kx++) {
                int iy = at(s.window().vertical(), oy, ky);
                int ix = at(s.window().horizontal(), ox, kx);
                if (iy < 0 || iy >= s.height() || ix < 0 || ix >= s.width()) {
                    continue;
                }
                int in = s.inChannels() / s.groups();
                for (int i = 0; i < in; i++) {
                    long pixel = x[((image * s.height() + iy) * s.width() + ix) * s.inChannels() + group * in + i];
                    long weight = w[((ky * s.kernelWidth() + kx) * in + i) * s.outChannels() + o];
                    sum.add(product(arithmetic, pixel, weight));
                }
            }
        }
        return sum.end();
    }

    private static int at(Window1d side, int output, int tap) {
        return output * side.stride() + tap * side.dilation() - side.before();
    }

    long linear(int n, int k, ProductArithmetic arithmetic, long[] x, long[] w, long[] bias, int element) {
        int row = element / n;
        int column = element % n;
        Sum sum = new Sum(arithmetic, element, bias(arithmetic, bias, column));
        for (int l = 0; l < k; l++) {
            sum.add(product(arithmetic, x[row * k + l], w[l * n + column]));
        }
        return sum.end();
    }

    /** The second operand has the place of the weights in the arithmetic. */
    long batchedGemm(BatchedGemm s, ProductArithmetic arithmetic, long[] a, long[] b, int element) {
        int column = element % s.n();
        int row = element / s.n() % s.m();
        int matrix = element / s.n() / s.m();
        Sum sum = new Sum(arithmetic, element, Optional.empty());
        for (int l = 0; l < s.k(); l++) {
            int left = s.transposeA() ? l * s.m() + row : row * s.k() + l;
            int right = s.transposeB() ? column * s.k() + l : l * s.n() + column;
            sum.add(product(arithmetic, a[matrix * s.m() * s.k() + left], b[matrix * s.k() * s.n() + right]));
        }
        return sum.end();
    }

    long average(Pool2d s, Operand x, FixedType type, int element) {
        List<Long> window = window(s, x, element);
        BigInteger sum = window.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        int divisor = s.counting().padding() ? s.window().taps() : Math.max(1, window.size());
        return output(new Fixed(sum, x.format().fraction()), divisor, type, element);
    }

    /** Of a window that is nothing but padding, the least word. */
    long largest(Pool2d s, Operand x, FixedType type, int element) {
        long least = x.format().signed() ? -1L << x.format().width() - 1 : 0;
        long largest = window(s, x, element).stream().reduce(least, Math::max);
        return output(Fixed.of(largest, x.format().fraction()), 1, type, element);
    }

    /** The words of a window, without the padding. */
    private static List<Long> window(Pool2d s, Operand x, int element) {
        int c = element % s.channels();
        int ox = element / s.channels() % s.outWidth();
        int oy = element / s.channels() / s.outWidth() % s.outHeight();
        int image = element / s.channels() / s.outWidth() / s.outHeight();
        List<Long> words = new ArrayList<>();
        for (int ky = 0; ky < s.window().kernelHeight(); ky++) {
            for (int kx = 0; kx < s.window().kernelWidth(); kx++) {
                int iy = at(s.window().vertical(), oy, ky);
                int ix = at(s.window().horizontal(), ox, kx);
                if (iy >= 0 && iy < s.height() && ix >= 0 && ix < s.width()) {
                    words.add(x.words()[((image * s.height() + iy) * s.width() + ix) * s.channels() + c]);
                }
            }
        }
        return words;
    }

    long binary(BinaryOp op, Operand a, Operand b, FixedType type, int element) {
        Fixed left = Fixed.of(a.words()[element], a.format().fraction());
        Fixed right = Fixed.of(b.words()[element], b.format().fraction());
        Fixed result = switch (op) {
            case ADD -> left.plus(right);
            case SUBTRACT -> left.plus(right.negated());
            case MULTIPLY -> left.times(right);
            case MAXIMUM -> left.compareTo(right) >= 0 ? left : right;
            case MINIMUM -> left.compareTo(right) <= 0 ? left : right;
            case DIVIDE, POWER -> throw new IllegalArgumentException("no op on words: " + op);
        };
        return output(result, 1, type, element);
    }

    long convert(Operand x, FixedType type, int element) {
        return output(Fixed.of(x.words()[element], x.format().fraction()), 1, type, element);
    }

    /** {@code max(low, min(high, x))}, the limits as words of x. */
    long clip(Operand x, long low, long high, FixedType type, int element) {
        BigInteger word = BigInteger.valueOf(x.words()[element])
                .min(BigInteger.valueOf(high))
                .max(BigInteger.valueOf(low));
        return output(new Fixed(word, x.format().fraction()), 1, type, element);
    }

    /** The word of a float: of an infinity the end of the range, where there is one; of NaN none. */
    long quantise(float x, FixedType type, int element) {
        boolean saturates = type.overflow().name().startsWith("SATURATE");
        if (Float.isNaN(x) || Float.isInfinite(x) && !saturates) {
            return fail();
        }
        if (Float.isInfinite(x)) {
            outputOverflows++;
            BigInteger beyond = ExactModel.power(200).multiply(BigInteger.valueOf((long) Math.signum(x)));
            return ExactModel.fit(beyond, type).word().longValueExact();
        }
        return output(Fixed.of(x), 1, type, element);
    }

    /** {@code f(i)} of the nearest word i of the index, as the table's own draws round it. */
    long table(Operand x, DoubleUnaryOperator function, Format index, FixedType type, long seed, int element) {
        BigInteger nearest = ExactModel.word(
                        BigInteger.valueOf(x.words()[element]), x.format().fraction(), 1, FixedType.of(index), 0)
                .word();
        int entries = 1 << index.width();
        int entry = nearest.intValueExact() + (index.signed() ? entries / 2 : 0);
        Fixed exact = Fixed.of(function.applyAsDouble(new Fixed(nearest, index.fraction()).doubleValue()));
        long drawn = new Draws(seed, Integer.MAX_VALUE, entries).bits(entry, Draws.OUTPUT);
        Outcome outcome = ExactModel.word(exact.n, exact.fraction, 1, type, drawn);
        outputOverflows += outcome.overflowed() ? 1 : 0;
        return outcome.get(type.overflow()).orElseGet(this::fail);
    }

    /** A bounded ReLU, or an interval where there are lower bounds; a bound is that of the element. */
    long bounded(BoundedRelu shape, Operand x, Fixed upper, Optional<Fixed> lower, FixedType type, int element) {
        Fixed value = Fixed.of(x.words()[element], x.format().fraction());
        if (value.n.signum() > 0) {
            return output(side(shape, value, upper, upper.plus(value.negated())), 1, type, element);
        }
        if (value.n.signum() < 0 && lower.isPresent()) {
            Fixed bound = lower.get();
            return output(side(shape, value, bound, value.plus(bound.negated())), 1, type, element);
        }
        return output(Fixed.of(0, 0), 1, type, element);
    }

    /** @param room how far the value is from the bound, negative beyond it */
    private static Fixed side(BoundedRelu shape, Fixed value, Fixed bound, Fixed room) {
        boolean within = room.n.signum() >= 0;
        return switch (shape.policy()) {
            case ZERO -> within ? value : Fixed.of(0, 0);
            case SATURATE -> within ? value : bound.n.signum() == value.n.signum() ? bound : Fixed.of(0, 0);
            case SMOOTH -> value.times(gate(shape.kappa(), room));
        };
    }

    /** {@code σ(κ·d)} in 16 bits behind the point, of the nearest d with as many as 16 bits leave for 16/κ. */
    private static Fixed gate(double kappa, Fixed distance) {
        int fraction = 40;
        BigDecimal farthest = new BigDecimal(16 / kappa);
        while (farthest.multiply(new BigDecimal(ExactModel.power(fraction)))
                        .setScale(0, RoundingMode.HALF_UP)
                        .compareTo(BigDecimal.valueOf(32767))
                > 0) {
            fraction--;
        }
        FixedType index = FixedType.of(Format.signed(16, fraction));
        BigInteger nearest =
                ExactModel.word(distance.n, distance.fraction, 1, index, 0).word();
        double d = new Fixed(nearest, fraction).doubleValue();
        BigDecimal gate = new BigDecimal(1 / (1 + StrictMath.exp(-kappa * d)));
        return new Fixed(
                gate.multiply(BigDecimal.valueOf(65536))
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .toBigIntegerExact(),
                16);
    }

    /** A number of an operand. */
    static Fixed of(Operand operand, int element) {
        return Fixed.of(operand.words()[element], operand.format().fraction());
    }
}
