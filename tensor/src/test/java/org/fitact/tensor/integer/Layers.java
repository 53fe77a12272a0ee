package org.fitact.tensor.integer;

import java.util.Optional;
import java.util.SplittableRandom;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;

/** Random layers, formats, policies and words, with many of the words at the ends of their range. */
final class Layers {

    private final SplittableRandom random;

    Layers(long seed) {
        this.random = new SplittableRandom(seed);
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    private <E> E of(E[] values) {
        return values[random.nextInt(values.length)];
    }

    Format format() {
        boolean signed = random.nextInt(3) > 0;
        int width = between(2, signed ? 64 : 63);
        return new Format(width, between(-3, width + 3), signed);
    }

    /** A type near whose range a number of some magnitude, as an exponent of 2, lies. */
    FixedType near(int exponent, boolean signed, int leastWidth) {
        int width = between(leastWidth, signed ? 64 : 63);
        int fraction = width - exponent + between(-12, 6);
        return new FixedType(
                new Format(width, Math.clamp(fraction, -120, 120), signed),
                of(Rounding.values()),
                of(Overflow.values()));
    }

    ProductArithmetic arithmetic(int terms) {
        while (true) {
            Format input = format();
            Format weight = format();
            int exponent = input.integer() + weight.integer() + 32 - Integer.numberOfLeadingZeros(terms);
            Optional<Format> bias = random.nextBoolean()
                    ? Optional.of(
                            Format.signed(between(2, 64), input.fraction() + weight.fraction() + between(-40, 20)))
                    : Optional.empty();
            // Usually the binary point of the products, as most hardware has it.
            FixedType register = near(exponent, true, 16);
            boolean aligned = random.nextInt(3) > 0;
            register = aligned
                    ? register.with(Format.signed(register.format().width(), input.fraction() + weight.fraction()))
                    : register;
            Accumulator accumulator = new Accumulator(register, of(Accumulator.Moment.values()));
            ProductArithmetic arithmetic = new ProductArithmetic(
                    input, weight, bias, accumulator, near(register.format().integer(), random.nextInt(3) > 0, 2));
            try {
                arithmetic.requireTerms(terms);
                return arithmetic;
            } catch (IllegalArgumentException tooFarApart) {
                // Drawn again.
            }
        }
    }

    /** A format as hardware has it. */
    Format usual(int leastWidth, int mostWidth, boolean signed) {
        int width = between(leastWidth, mostWidth);
        return new Format(width, between(0, width), signed);
    }

    /** A type of such a format in which many numbers of some magnitude fit and some do not, by a rounding that is usual. */
    FixedType usualNear(int exponent, boolean signed) {
        int width = between(8, 16);
        Rounding[] roundings = {
            Rounding.HALF_EVEN,
            Rounding.HALF_EVEN,
            Rounding.HALF_UP,
            Rounding.HALF_DOWN,
            Rounding.FLOOR,
            Rounding.CEILING
        };
        Overflow[] overflows = {Overflow.SATURATE, Overflow.SATURATE, Overflow.SATURATE_SYMMETRIC, Overflow.WRAP};
        return new FixedType(
                new Format(width, width - exponent + between(-2, 4), signed), of(roundings), of(overflows));
    }

    /** A layer of such formats, whose sums are rounded at the end. */
    ProductArithmetic usualArithmetic(int terms) {
        Format input = usual(4, 16, random.nextBoolean());
        Format weight = usual(4, 16, true);
        int product = input.fraction() + weight.fraction();
        int exponent = input.integer() + weight.integer() + 32 - Integer.numberOfLeadingZeros(terms);
        int cut = random.nextInt(3) == 0 ? between(0, 6) : 0;
        FixedType register = FixedType.of(Format.signed(between(exponent + product - cut - 8, 48), product - cut));
        FixedType rounding = usualNear(0, true);
        return new ProductArithmetic(
                input,
                weight,
                random.nextBoolean()
                        ? Optional.of(Format.signed(between(8, 24), product - between(-2, 4)))
                        : Optional.empty(),
                new Accumulator(rounding.with(register.format()), Accumulator.Moment.END),
                usualNear(exponent - between(2, 8), random.nextBoolean()));
    }

    /** Words of which a part are small, as those of layers are. */
    long[] usualWords(int n, Format format) {
        long[] words = new long[n];
        int small = between(0, 4);
        for (int i = 0; i < n; i++) {
            words[i] = format.wrap(random.nextLong() >> 64 - format.width()) >> (random.nextInt(4) < small ? 3 : 0);
        }
        return words;
    }

    /** A convolution with channels for vectors, and rests of them. */
    Conv2d wideConvolution() {
        if (random.nextBoolean()) {
            int padding = between(0, 2);
            return new Conv2d(
                    4,
                    between(7, 9) - 2 * padding + 2,
                    between(7, 8) - 2 * padding + 2,
                    8 * between(2, 3),
                    between(16, 35),
                    1,
                    Window2d.of(3, 3, 1, padding));
        }
        while (true) {
            Window2d window = between(0, 3) > 0
                    ? Window2d.of(3, 3, 1, between(0, 2))
                    : new Window2d(side(between(1, 3)), side(between(1, 3)));
            try {
                return new Conv2d(
                        between(1, 4),
                        between(3, 9),
                        between(3, 7),
                        8 * between(1, 3) + between(0, 1) * 3,
                        between(1, 40),
                        1,
                        window);
            } catch (IllegalArgumentException doesNotFit) {
                // Drawn again.
            }
        }
    }

    /** Numbers of some magnitude, as an exponent of 2, and a few others: of any magnitude, infinite, none. */
    float[] numbers(int n, int exponent) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = switch (random.nextInt(64)) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> random.nextInt(4) == 0 ? Float.NaN : random.nextInt(2) == 0 ? 0f : -0f;
                case 2 -> random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
                // Few bits, so that many are ties.
                case 3, 4, 5, 6, 7, 8 -> Math.scalb((float) between(-31, 31), exponent - between(2, 12));
                default -> Math.scalb((float) random.nextDouble(-1, 1), exponent + between(-12, 1));
            };
        }
        return numbers;
    }

    long[] words(int n, Format format) {
        long[] words = new long[n];
        int edges = random.nextInt(4);
        for (int i = 0; i < n; i++) {
            words[i] = random.nextInt(4) < edges ? edge(format) : format.wrap(random.nextLong() >> random.nextInt(64));
        }
        return words;
    }

    private long edge(Format format) {
        return switch (random.nextInt(5)) {
            case 0 -> format.minWord();
            case 1 -> format.maxWord();
            case 2 -> 0;
            case 3 -> format.wrap(-1);
            default -> Math.min(1, format.maxWord());
        };
    }

    /** Any floats: many large or small beyond all formats, a few that are no numbers. */
    float[] numbers(int n) {
        float[] numbers = new float[n];
        boolean any = random.nextInt(3) == 0;
        for (int i = 0; i < n; i++) {
            float number = Float.intBitsToFloat(random.nextInt());
            numbers[i] = any || Math.abs(number) <= Float.MAX_VALUE ? number : random.nextInt(-9, 9) / 4f;
        }
        return numbers;
    }

    private Window1d side(int kernel) {
        return new Window1d(kernel, between(1, 2), between(1, 2), between(0, 2), between(0, 2));
    }

    Conv2d convolution() {
        while (true) {
            int groups = between(1, 2);
            try {
                return new Conv2d(
                        between(1, 2),
                        between(1, 5),
                        between(1, 5),
                        groups * between(1, 3),
                        groups * between(1, 3),
                        groups,
                        new Window2d(side(between(1, 3)), side(between(1, 3))));
            } catch (IllegalArgumentException doesNotFit) {
                // Drawn again.
            }
        }
    }

    Pool2d pooling(Pool2d.Kind kind) {
        while (true) {
            try {
                return new Pool2d(
                        kind,
                        between(1, 2),
                        between(1, 5),
                        between(1, 5),
                        between(1, 3),
                        new Window2d(side(between(1, 3)), side(between(1, 3))),
                        new Pool2d.Counting(random.nextBoolean(), 0, 0));
            } catch (IllegalArgumentException doesNotFit) {
                // Drawn again.
            }
        }
    }
}
