package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.D;
import static org.fitact.tensor.backend.simd.integer.Doubles.J;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;

/**
 * What is computed element by element. Each kernel returns whether the words are those of the reference: false where a number that it met
 * is too large for doubles, or beyond a range whose overflow the steps do not know. Then nothing is told.
 */
final class ElementKernels {

    /** Scales of up to this keep a word below 2^51 exact and rounded exactly. */
    private static final int FARTHEST = WordSteps.MOST_BEHIND;

    private ElementKernels() {}

    /** Whether words with a fraction become words of a type by these steps, if they are small enough. */
    static boolean suits(int fraction, FixedType type) {
        int shift = fraction - type.format().fraction();
        return WordSteps.suits(type) && shift <= FARTHEST && Doubles.isScale(shift);
    }

    /** What a unit of an operand is in units of a type. */
    static double scale(int fraction, FixedType type) {
        return Math.scalb(1.0, type.format().fraction() - fraction);
    }

    /** The largest magnitude of words whose numbers, in units of the type and half a unit beside, are exact. */
    static double limit(double scale) {
        return Doubles.EXACT / 2 / Math.max(1, scale);
    }

    private static boolean tell(WordSteps steps, long bits, double limit, int n, NodeRun run) {
        if (Doubles.limit(bits) > limit || steps.failed()) {
            return false;
        }
        run.tally().outputs(n, steps.beyond());
        return true;
    }

    /** {@code y = type(max(low, min(high, x)))}. */
    static boolean clip(int n, Operand x, long low, long high, FixedType type, long[] y, NodeRun run) {
        WordSteps steps = new WordSteps(type);
        double scale = scale(x.format().fraction(), type);
        long[] words = x.words();
        LongVector bits = LongVector.zero(J);
        int i = 0;
        for (; i <= n - L; i += L) {
            LongVector word = LongVector.fromArray(J, words, i).min(high).max(low);
            bits = bits.or(Doubles.magnitudeBits(word));
            steps.words(Doubles.of(word).mul(scale)).intoArray(y, i);
        }
        if (i < n) {
            VectorMask<Long> rest = J.indexInRange(i, n);
            LongVector zero = LongVector.zero(J);
            LongVector word =
                    zero.blend(LongVector.fromArray(J, words, i, rest).min(high).max(low), rest);
            bits = bits.or(Doubles.magnitudeBits(word));
            steps.words(Doubles.of(word).mul(scale)).intoArray(y, i, rest);
        }
        return tell(steps, bits.reduceLanes(VectorOperators.OR), limit(scale), n, run);
    }

    /**
     * {@code y = type(a ± b)}.
     *
     * @param sign 1 or −1
     */
    static boolean sum(int n, Operand a, Operand b, int sign, FixedType type, long[] y, NodeRun run) {
        WordSteps steps = new WordSteps(type);
        double ofA = scale(a.format().fraction(), type);
        double ofB = sign * scale(b.format().fraction(), type);
        LongVector bitsA = LongVector.zero(J);
        LongVector bitsB = LongVector.zero(J);
        int i = 0;
        for (; i <= n - L; i += L) {
            LongVector left = LongVector.fromArray(J, a.words(), i);
            LongVector right = LongVector.fromArray(J, b.words(), i);
            bitsA = bitsA.or(Doubles.magnitudeBits(left));
            bitsB = bitsB.or(Doubles.magnitudeBits(right));
            DoubleVector number =
                    Doubles.of(left).mul(ofA).add(Doubles.of(right).mul(ofB));
            steps.words(number).intoArray(y, i);
        }
        long restA = 0;
        long restB = 0;
        for (; i < n; i++) {
            restA |= a.words()[i] ^ a.words()[i] >> 63;
            restB |= b.words()[i] ^ b.words()[i] >> 63;
            y[i] = steps.word(a.words()[i] * ofA + b.words()[i] * ofB);
        }
        int common = Math.max(a.format().fraction(), b.format().fraction());
        double largest = Math.scalb(
                        Doubles.limit(bitsA.reduceLanes(VectorOperators.OR) | restA),
                        common - a.format().fraction())
                + Math.scalb(
                        Doubles.limit(bitsB.reduceLanes(VectorOperators.OR) | restB),
                        common - b.format().fraction());
        boolean exact = largest <= limit(scale(common, type));
        if (!exact || steps.failed()) {
            return false;
        }
        run.tally().outputs(n, steps.beyond());
        return true;
    }

    /** {@code y = type(x)} of numbers that are no words yet. */
    static boolean quantise(int n, float[] x, FixedType type, long[] y, NodeRun run) {
        WordSteps steps = new WordSteps(type);
        int fraction = type.format().fraction();
        double unit = Math.scalb(1.0, fraction);
        boolean exact = true;
        for (int i = 0; i < n; i++) {
            double number = x[i] * unit;
            // Of the 24 bits of a float none is lost where the first lies at most 26 places behind the point, or all
            // are 0.
            exact &= Math.abs(number) < Doubles.EXACT && (Math.abs(number) >= 0x1p-26 || number == 0);
            y[i] = steps.word(number);
        }
        if (!exact || steps.failed()) {
            return false;
        }
        run.tally().outputs(n, steps.beyond());
        return true;
    }

    /**
     * Bounds of images: what is beyond them becomes 0, or the nearer one.
     *
     * @param x of a period of bounds after the other
     * @param upper as many words as a period
     * @param lower the same, or null where what is not positive becomes 0
     */
    static boolean bound(
            int n, Operand x, Operand upper, Operand lower, boolean saturates, FixedType type, long[] y, NodeRun run) {
        WordSteps steps = new WordSteps(type);
        double scale = scale(x.format().fraction(), type);
        double ofUpper = Math.scalb(1.0, x.format().fraction() - upper.format().fraction());
        double ofLower = lower == null
                ? 0
                : Math.scalb(1.0, x.format().fraction() - lower.format().fraction());
        long[] highs = upper.words();
        long[] lows = lower == null ? highs : lower.words();
        long[] words = x.words();
        int period = highs.length;
        LongVector bits = LongVector.zero(J);
        for (int first = 0; first < n; first += period) {
            int i = 0;
            for (; i <= period - L; i += L) {
                LongVector word = LongVector.fromArray(J, words, first + i);
                bits = bits.or(Doubles.magnitudeBits(word));
                DoubleVector high = Doubles.of(LongVector.fromArray(J, highs, i))
                        .mul(ofUpper)
                        .max(0);
                DoubleVector low = Doubles.of(LongVector.fromArray(J, lows, i))
                        .mul(ofLower)
                        .min(0);
                DoubleVector number = bounded(Doubles.of(word), low, high, saturates);
                steps.words(number.mul(scale)).intoArray(y, first + i);
            }
            if (i < period) {
                VectorMask<Long> rest = J.indexInRange(i, period);
                LongVector word = LongVector.fromArray(J, words, first + i, rest);
                bits = bits.or(Doubles.magnitudeBits(word));
                DoubleVector high = Doubles.of(LongVector.fromArray(J, highs, i, rest))
                        .mul(ofUpper)
                        .max(0);
                DoubleVector low = Doubles.of(LongVector.fromArray(J, lows, i, rest))
                        .mul(ofLower)
                        .min(0);
                DoubleVector number = bounded(Doubles.of(word), low, high, saturates);
                steps.words(number.mul(scale)).intoArray(y, first + i, rest);
            }
        }
        return tell(steps, bits.reduceLanes(VectorOperators.OR), limit(scale), n, run);
    }

    private static DoubleVector bounded(DoubleVector x, DoubleVector low, DoubleVector high, boolean saturates) {
        DoubleVector cut = x.min(high).max(low);
        VectorMask<Double> beyond = cut.compare(VectorOperators.NE, x);
        return cut.blend(saturates ? cut : DoubleVector.zero(D), beyond);
    }
}
