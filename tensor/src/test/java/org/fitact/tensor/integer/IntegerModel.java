package org.fitact.tensor.integer;

import java.math.BigInteger;
import java.util.Optional;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.fixedpoint.ExactModel;
import org.fitact.tensor.fixedpoint.ExactModel.Outcome;
import org.fitact.tensor.fixedpoint.FixedType;

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

    /** A number {@code n · 2^−fraction}. */
    private record Fixed(BigInteger n, int fraction) {

        static Fixed of(long word, int fraction) {
            return new Fixed(BigInteger.valueOf(word), fraction);
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

    long average(Pool2d s, Operand x, FixedType type, int element) {
        int c = element % s.channels();
        int ox = element / s.channels() % s.outWidth();
        int oy = element / s.channels() / s.outWidth() % s.outHeight();
        int image = element / s.channels() / s.outWidth() / s.outHeight();
        BigInteger sum = BigInteger.ZERO;
        int inside = 0;
        for (int ky = 0; ky < s.window().kernelHeight(); ky++) {
            for (int kx = 0; kx < s.window().kernelWidth(); kx++) {
                int iy = at(s.window().vertical(), oy, ky);
                int ix = at(s.window().horizontal(), ox, kx);
                if (iy >= 0 && iy < s.height() && ix >= 0 && ix < s.width()) {
                    sum = sum.add(BigInteger.valueOf(x.words()[
                            ((image * s.height() + iy) * s.width() + ix) * s.channels() + c]));
                    inside++;
                }
            }
        }
        int divisor = s.counting().padding() ? s.window().taps() : Math.max(1, inside);
        return output(new Fixed(sum, x.format().fraction()), divisor, type, element);
    }

    long binary(boolean multiplies, Operand a, Operand b, FixedType type, int element) {
        Fixed left = Fixed.of(a.words()[element], a.format().fraction());
        Fixed right = Fixed.of(b.words()[element], b.format().fraction());
        return output(multiplies ? left.times(right) : left.plus(right), 1, type, element);
    }

    long convert(Operand x, FixedType type, int element) {
        return output(Fixed.of(x.words()[element], x.format().fraction()), 1, type, element);
    }

    /** A hard bound on the upper side of 0: {@code x ≤ λ ? x : above}, compared as numbers. */
    long bounded(Operand x, long bound, int boundFraction, boolean saturates, FixedType type, int element) {
        Fixed value = Fixed.of(x.words()[element], x.format().fraction());
        Fixed limit = Fixed.of(bound, boundFraction);
        if (value.n.signum() <= 0) {
            return output(Fixed.of(0, 0), 1, type, element);
        }
        boolean within =
                value.plus(new Fixed(limit.n.negate(), limit.fraction)).n.signum() <= 0;
        Fixed above = saturates && limit.n.signum() > 0 ? limit : Fixed.of(0, 0);
        return output(within ? value : above, 1, type, element);
    }
}
