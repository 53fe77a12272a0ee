package org.fitact.tensor.fixedpoint;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Fixed-point conversion in unlimited integers and decimals: shares no code with the program. */
public final class ExactModel {

    private ExactModel() {}

    /** What a conversion gives. */
    public record Outcome(BigInteger word, boolean overflowed) {

        /** Whether it has a word: none where an overflow is an error. */
        public Optional<Long> get(Overflow overflow) {
            return overflowed && overflow == Overflow.ERROR ? Optional.empty() : Optional.of(word.longValueExact());
        }
    }

    /** {@code 2^exponent}, for an exponent of at least 0. */
    public static BigInteger power(int exponent) {
        return BigInteger.ONE.shiftLeft(exponent);
    }

    /** The word of {@code number · 2^−fraction / divisor}. */
    public static Outcome word(BigInteger number, int fraction, int divisor, FixedType type, long drawn) {
        int shift = type.format().fraction() - fraction;
        BigInteger numerator = number.multiply(power(Math.max(0, shift)));
        BigInteger denominator = BigInteger.valueOf(divisor).multiply(power(Math.max(0, -shift)));
        return fit(round(numerator, denominator, type.rounding(), drawn), type);
    }

    /** A quotient as a whole number. */
    public static BigInteger round(BigInteger numerator, BigInteger denominator, Rounding rounding, long drawn) {
        BigInteger two = BigInteger.TWO;
        BigInteger twice = denominator.multiply(two);
        return switch (rounding) {
            case HALF_EVEN -> divide(numerator, denominator, RoundingMode.HALF_EVEN);
            case HALF_AWAY -> divide(numerator, denominator, RoundingMode.HALF_UP);
            case HALF_ZERO -> divide(numerator, denominator, RoundingMode.HALF_DOWN);
            case FLOOR -> divide(numerator, denominator, RoundingMode.FLOOR);
            case CEILING -> divide(numerator, denominator, RoundingMode.CEILING);
            case TRUNCATE -> divide(numerator, denominator, RoundingMode.DOWN);
            case HALF_UP -> divide(numerator.multiply(two).add(denominator), twice, RoundingMode.FLOOR);
            case HALF_DOWN -> divide(numerator.multiply(two).subtract(denominator), twice, RoundingMode.CEILING);
            case STOCHASTIC -> {
                BigInteger floor = divide(numerator, denominator, RoundingMode.FLOOR);
                BigInteger rest = numerator.subtract(floor.multiply(denominator));
                BigInteger u = BigInteger.valueOf(drawn >>> 11);
                boolean up = u.multiply(denominator).compareTo(rest.multiply(power(53))) < 0;
                yield up ? floor.add(BigInteger.ONE) : floor;
            }
        };
    }

    private static BigInteger divide(BigInteger a, BigInteger b, RoundingMode mode) {
        return new BigDecimal(a).divide(new BigDecimal(b), 0, mode).toBigIntegerExact();
    }

    /** What a whole number of units becomes in a type. */
    public static Outcome fit(BigInteger units, FixedType type) {
        int width = type.format().width();
        boolean signed = type.format().signed();
        BigInteger most = power(signed ? width - 1 : width).subtract(BigInteger.ONE);
        BigInteger least = signed ? power(width - 1).negate() : BigInteger.ZERO;
        if (type.overflow() == Overflow.SATURATE_SYMMETRIC && signed) {
            least = most.negate();
        }
        if (units.compareTo(least) >= 0 && units.compareTo(most) <= 0) {
            return new Outcome(units, false);
        }
        return new Outcome(
                switch (type.overflow()) {
                    case SATURATE, SATURATE_SYMMETRIC -> units.signum() > 0 ? most : least;
                    case SATURATE_ZERO, ERROR -> BigInteger.ZERO;
                    case WRAP -> units.subtract(least).mod(power(width)).add(least);
                },
                true);
    }
}
