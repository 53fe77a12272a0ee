package org.fitact.tensor.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The codec against exact decimal arithmetic. */
class FixedPointCodecProperties {

    @Property(tries = 20_000)
    void agreesWithBigDecimal(
            @ForAll("formats") QFormat format,
            @ForAll Rounding rounding,
            @ForAll Overflow overflow,
            @ForAll("values") double value,
            @ForAll long seed) {
        check(new FixedPoint(format, rounding, overflow, seed), value);
    }

    @Property(tries = 20_000)
    void agreesAtTiesAndTheirNeighbours(
            @ForAll("formats") QFormat format,
            @ForAll Rounding rounding,
            @ForAll Overflow overflow,
            @ForAll int word,
            @ForAll("nudges") int nudge) {
        double tie = (word + 0.5) * format.resolution();
        check(new FixedPoint(format, rounding, overflow, word), tie + nudge * Math.ulp(tie));
    }

    @Property(tries = 5_000)
    void every32BitWordComesBackThroughADouble(
            @ForAll Rounding rounding, @ForAll Overflow overflow, @ForAll("fractions") int fraction, @ForAll int word) {
        FixedPoint arithmetic = new FixedPoint(new QFormat(31 - fraction, fraction), rounding, overflow, 1);
        double value = FixedPointCodec.toDouble(arithmetic, word);
        if (word < arithmetic.leastWord()) {
            return;
        }
        assertEquals(0, new BigDecimal(value).compareTo(scale(new BigDecimal(word), -fraction)));
        assertEquals(word, FixedPointCodec.toWord(arithmetic, value, 0));
        assertEquals(new BigDecimal(value).floatValue(), FixedPointCodec.toFloat(arithmetic, word));
    }

    private static void check(FixedPoint arithmetic, double value) {
        Set<Optional<BigInteger>> expected = expected(arithmetic, value);
        Optional<BigInteger> word = wordOrError(arithmetic, value);
        assertTrue(expected.contains(word), () -> value + " gave " + word + ", expected one of " + expected);
    }

    private static Optional<BigInteger> wordOrError(FixedPoint arithmetic, double value) {
        try {
            return Optional.of(BigInteger.valueOf(FixedPointCodec.toWord(arithmetic, value, 5)));
        } catch (ArithmeticException beyondRange) {
            return Optional.empty();
        }
    }

    /** The word that is right, or the two that stochastic rounding may give; empty stands for an error. */
    private static Set<Optional<BigInteger>> expected(FixedPoint arithmetic, double value) {
        FixedType type = new FixedType(arithmetic.format().format(), arithmetic.rounding(), arithmetic.overflow());
        if (Double.isInfinite(value)) {
            boolean none = arithmetic.overflow() == Overflow.WRAP || arithmetic.overflow() == Overflow.ERROR;
            BigInteger beyond = BigInteger.TWO.pow(99).multiply(BigInteger.valueOf(value > 0 ? 1 : -1));
            return Set.of(
                    none
                            ? Optional.empty()
                            : Optional.of(ExactModel.fit(beyond, type).word()));
        }
        BigDecimal scaled = scale(new BigDecimal(value), arithmetic.format().fractionBits());
        int digits = Math.max(0, scaled.scale());
        BigInteger numerator = scaled.setScale(digits, RoundingMode.UNNECESSARY).unscaledValue();
        Stream<Rounding> roundings = arithmetic.rounding() == Rounding.STOCHASTIC
                ? Stream.of(Rounding.FLOOR, Rounding.CEILING)
                : Stream.of(arithmetic.rounding());
        return roundings
                .map(rounding ->
                        ExactModel.fit(ExactModel.round(numerator, BigInteger.TEN.pow(digits), rounding, 0), type))
                .map(outcome -> outcome.get(arithmetic.overflow()).map(BigInteger::valueOf))
                .collect(Collectors.toSet());
    }

    private static BigDecimal scale(BigDecimal value, int exponent) {
        BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(exponent)));
        return exponent >= 0 ? value.multiply(power) : value.divide(power);
    }

    @Provide
    Arbitrary<QFormat> formats() {
        return Combinators.combine(
                        Arbitraries.of(8, 16, 32), Arbitraries.integers().between(0, 31))
                .as((width, f) -> new QFormat(width - 1 - f % width, f % width));
    }

    @Provide
    Arbitrary<Double> values() {
        Arbitrary<Double> extremes = Arbitraries.of(
                0.0,
                -0.0,
                1.0,
                -1.0,
                (double) Float.MIN_VALUE,
                -(double) Float.MIN_VALUE,
                Double.MIN_VALUE,
                (double) Float.MIN_NORMAL,
                (double) Float.MAX_VALUE,
                -(double) Float.MAX_VALUE,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                32768.0,
                -32768.0,
                Math.nextDown(32768.0));
        Arbitrary<Double> floats = Arbitraries.integers().map(bits -> (double) Float.intBitsToFloat(bits));
        Arbitrary<Double> doubles = Arbitraries.longs().map(Double::longBitsToDouble);
        Arbitrary<Double> weights = Arbitraries.doubles().between(-2, 2);
        return Arbitraries.oneOf(extremes, floats, doubles, weights).filter(value -> !Double.isNaN(value));
    }

    @Provide
    Arbitrary<Integer> nudges() {
        return Arbitraries.of(-1, 0, 1);
    }

    @Provide
    Arbitrary<Integer> fractions() {
        return Arbitraries.integers().between(0, 31);
    }
}
