package org.fitact.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.fitact.stats.Interval;

/** Numbers as a reader wants them, the same in every locale. */
public final class Numbers {

    /** What stands where there is no number. */
    public static final String UNKNOWN = "–";

    /** The digits of an exponent, from 0. */
    public static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Numbers() {}

    /** A fault rate as a power of ten: 10⁻⁶, 3×10⁻⁷. */
    public static String rate(double rate) {
        if (rate == 0) {
            return "0";
        }
        BigDecimal decimal = new BigDecimal(rate).round(new MathContext(3)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        String mantissa =
                decimal.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString();
        StringBuilder power = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
            power.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return (mantissa.equals("1") ? "10" : mantissa + "×10") + power;
    }

    /** A fraction in per cent: 0.8512 is 85.1. */
    public static String percent(double fraction) {
        return percent(fraction, 1);
    }

    /** The same with a number of decimals. */
    public static String percent(double fraction, int decimals) {
        return fixed(100 * fraction, decimals);
    }

    /** A difference of fractions in points, always with its sign: +12.3, −0.4. */
    public static String points(double difference) {
        String text = percent(difference);
        return difference > 0 && !text.equals("0.0") ? "+" + text : text;
    }

    /**
     * What follows a mean in per cent: the ends of its interval, {@code " (83.1–85.4)"}, which need not be as far from it. Empty
     * where the interval is not known.
     */
    public static String ends(Interval interval) {
        return ends(interval, 1);
    }

    /** The same with a number of decimals. */
    public static String ends(Interval interval, int decimals) {
        return interval.known()
                ? " (" + percent(interval.low(), decimals) + "–" + percent(interval.high(), decimals) + ")"
                : "";
    }

    /** From the low end of an interval to its high end, {@code +1.2 to +6.8}; {@code –} where it is not known. */
    public static String range(Interval interval, DoubleFunction<String> text) {
        return interval.known() ? text.apply(interval.low()) + " to " + text.apply(interval.high()) : UNKNOWN;
    }

    /** A measurement and its error with about three significant digits each: {@code 12.3 ± 0.45}. */
    public static String measured(double value, double error) {
        return significant(value) + (error > 0 ? " ± " + significant(error) : "");
    }

    /** A p-value: 0.031, or &lt; 0.001. */
    public static String pValue(double p) {
        return p < 0.001 ? "< 0.001" : p < 0.1 ? fixed(p, 3) : fixed(p, 2);
    }

    /** With a number of decimals and a true minus sign, which a number that rounds to zero does not get. */
    public static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        return value < 0 && text.chars().anyMatch(c -> c >= '1' && c <= '9') ? "−" + text : text;
    }

    /** A whole number with commas between thousands. */
    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** With a noun of regular plural: {@code 1 trial}, {@code 1,200 trials}. */
    public static String counted(long count, String noun) {
        return grouped(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** With about three significant digits: 1,234, 12.3, 0.0123. */
    public static String significant(double value) {
        double size = Math.abs(value);
        if (size >= 1000) {
            return grouped(Math.round(value));
        }
        return fixed(value, size == 0 || size >= 100 ? 0 : (int) Math.max(0, 2 - Math.floor(Math.log10(size))));
    }
}
