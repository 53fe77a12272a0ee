package org.fitact.cli.value;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interval of numbers.
 *
 * @param low −∞ where there is no limit
 * @param high ∞ where there is no limit
 */
public record NumberRange(double low, boolean lowIncluded, double high, boolean highIncluded) {

    private static final String INFINITE = "inf";
    private static final Pattern FORM = Pattern.compile("([\\[(])(-inf|[-+.\\deE]+),\\s*(inf|[-+.\\deE]+)([])])");

    public NumberRange {
        if (!(low < high) || lowIncluded && Double.isInfinite(low) || highIncluded && Double.isInfinite(high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high + " holds no number, or ∞");
        }
    }

    /**
     * Reads {@code [1, 100]}, {@code (0, 1)} or {@code [0, inf)}.
     *
     * @throws IllegalArgumentException if it is no interval
     */
    public static NumberRange parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no interval such as [1, 100] or (0, inf)");
        }
        return new NumberRange(
                number(form.group(2)),
                form.group(1).equals("["),
                number(form.group(3)),
                form.group(4).equals("]"));
    }

    private static double number(String text) {
        return text.endsWith(INFINITE)
                ? text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY
                : Double.parseDouble(text);
    }

    boolean contains(double value) {
        return Double.isFinite(value)
                && (lowIncluded ? value >= low : value > low)
                && (highIncluded ? value <= high : value < high);
    }

    /** In words, such as {@code more than 0 and less than 1}. */
    @Override
    public String toString() {
        String from = (lowIncluded ? "at least " : "more than ") + plain(low);
        String to = (highIncluded ? "at most " : "less than ") + plain(high);
        if (Double.isInfinite(low)) {
            return Double.isInfinite(high) ? "any" : to;
        }
        if (Double.isInfinite(high)) {
            return from;
        }
        return lowIncluded && highIncluded ? plain(low) + " to " + plain(high) : from + " and " + to;
    }

    private static String plain(double value) {
        return Double.isInfinite(value)
                ? INFINITE
                : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
