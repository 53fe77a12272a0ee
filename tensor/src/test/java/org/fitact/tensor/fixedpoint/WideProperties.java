package org.fitact.tensor.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Wide numbers against {@link BigInteger}. */
class WideProperties {

    @Property
    void sumsOfProductsBecomeTheWordsOfTheModel(
            @ForAll("longs") long a,
            @ForAll("longs") long b,
            @ForAll("longs") long c,
            @ForAll @IntRange(max = 60) int left,
            @ForAll @IntRange(min = -300, max = 300) int fraction,
            @ForAll("types") FixedType type,
            @ForAll long drawn) {
        BigInteger exact =
                product(a, b).add(product(c, b)).add(BigInteger.valueOf(a)).shiftLeft(left);
        Wide wide = new Wide().set(0).addProduct(a, b).addProduct(c, b).add(a).shiftLeft(left);
        assertEquals(exact.bitLength() + 1, wide.bitLength());
        assertEquals(exact.signum() < 0, wide.isNegative());
        var expected = ExactModel.word(exact, fraction, 1, type, drawn);
        assertEquals(expected.word().longValueExact(), wide.toWord(fraction, type, drawn), exact + " at " + fraction);
        assertEquals(expected.overflowed(), wide.overflowed());
    }

    @Property
    void longsBecomeTheWordsOfTheModel(
            @ForAll("longs") long number,
            @ForAll @IntRange(min = -140, max = 140) int apart,
            @ForAll("types") FixedType type,
            @ForAll long drawn) {
        int fraction = type.format().fraction() + apart;
        var expected = ExactModel.word(BigInteger.valueOf(number), fraction, 1, type, drawn);
        Wide wide = new Wide();
        assertEquals(expected.word().longValueExact(), wide.toWord(number, fraction, type, drawn));
        assertEquals(expected.overflowed(), wide.overflowed());
    }

    @Property
    void quotientsAreRoundedDown(
            @ForAll("longs") long a,
            @ForAll("longs") long b,
            @ForAll @IntRange(max = 60) int left,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int divisor) {
        BigInteger exact = product(a, b).shiftLeft(left);
        BigInteger[] parts = exact.divideAndRemainder(BigInteger.valueOf(divisor));
        BigInteger floor = exact.signum() < 0 && parts[1].signum() != 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        Wide wide = new Wide().set(0).addProduct(a, b).shiftLeft(left);
        assertEquals(parts[1].signum() != 0, wide.divide(divisor));
        FixedType low = new FixedType(Format.signed(64, 0), Rounding.FLOOR, Overflow.WRAP);
        assertEquals(floor.bitLength() + 1, wide.bitLength());
        assertEquals(floor.longValue(), wide.toWord(0, low, 0));
    }

    @Property
    void doublesBecomeTheWordsOfTheModel(
            @ForAll("doubles") double value, @ForAll("types") FixedType type, @ForAll long drawn) {
        Wide wide = new Wide();
        int fraction = wide.set(value);
        BigDecimal decimal = new BigDecimal(value);
        BigDecimal units = type.format().fraction() >= 0
                ? decimal.multiply(new BigDecimal(ExactModel.power(type.format().fraction())))
                : decimal.divide(new BigDecimal(ExactModel.power(-type.format().fraction())));
        int scale = Math.max(0, units.scale());
        BigInteger numerator = units.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
        BigInteger rounded = ExactModel.round(numerator, BigInteger.TEN.pow(scale), type.rounding(), drawn);
        var expected = ExactModel.fit(rounded, type);
        assertEquals(expected.word().longValueExact(), wide.toWord(fraction, type, drawn));
        assertEquals(expected.overflowed(), wide.overflowed());
    }

    /** What a memory stores and what arithmetic makes of a number are the same words. */
    @Property
    void theCodecOfMemoriesAgrees(
            @ForAll("doubles") double value,
            @ForAll @IntRange(min = 2, max = 32) int width,
            @ForAll @IntRange(min = -4, max = 40) int fraction,
            @ForAll Rounding rounding,
            @ForAll Overflow overflow) {
        FixedPoint stored = new FixedPoint(new QFormat(width - 1 - fraction, fraction), rounding, overflow, 7);
        FixedType type = new FixedType(stored.format().format(), rounding, overflow);
        if (rounding == Rounding.STOCHASTIC || overflow == Overflow.ERROR) {
            return;
        }
        Wide wide = new Wide();
        int exponent = wide.set(value);
        assertEquals(wide.toWord(exponent, type, 0), FixedPointCodec.toWord(stored, value, 0));
    }

    @Property
    void aFormatHoldsTheMagnitudeThatItWasMadeFor(
            @ForAll("magnitudes") double magnitude,
            @ForAll @IntRange(min = 2, max = 63) int width,
            @ForAll boolean signed) {
        Format format = Format.holding(magnitude, width, signed);
        FixedType type = FixedType.of(format);
        Wide wide = new Wide();
        int fraction = wide.set(magnitude);
        wide.toWord(fraction, type, 0);
        assertEquals(false, wide.overflowed());
        FixedType finer = type.with(new Format(width, format.fraction() + 1, signed));
        fraction = wide.set(magnitude);
        wide.toWord(fraction, finer, 0);
        assertEquals(true, wide.overflowed(), format + " could be finer");
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    @Provide
    Arbitrary<Long> longs() {
        Arbitrary<Long> shifted = Combinators.combine(
                        Arbitraries.longs(), Arbitraries.integers().between(0, 63))
                .as((bits, by) -> bits >> by);
        return Arbitraries.oneOf(
                shifted, Arbitraries.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, -1L << 32, 1L << 62));
    }

    @Provide
    Arbitrary<FixedType> types() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 64),
                        Arbitraries.integers().between(-70, 200),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Rounding.class),
                        Arbitraries.of(Overflow.class))
                .as((width, fraction, signed, rounding, overflow) -> new FixedType(
                        new Format(signed ? width : Math.min(width, 63), fraction, signed), rounding, overflow));
    }

    @Provide
    Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-40, 40),
                Arbitraries.integers().map(eighths -> eighths / 8.0),
                Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite));
    }

    @Provide
    Arbitrary<Double> magnitudes() {
        return Combinators.combine(
                        Arbitraries.doubles().between(1, 2),
                        Arbitraries.integers().between(-60, 60))
                .as(Math::scalb);
    }
}
