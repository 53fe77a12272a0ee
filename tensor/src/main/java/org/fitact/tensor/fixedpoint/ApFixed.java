package org.fitact.tensor.fixedpoint;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fixed-point types in the notation of Vitis HLS and hls4ml: {@code ap_fixed<W,I,Q,O>} and {@code ap_ufixed<W,I,Q,O>} with W
 * bits, I of them before the binary point (the sign among them), quantisation mode Q and overflow mode O, which are
 * {@code AP_TRN} and {@code AP_WRAP} where they are not given; {@code ap_int<W>} and {@code ap_uint<W>} have no fraction. The
 * prefixes {@code ap_} and {@code AP_} may be left out, as hls4ml has it, and case and blanks do not matter.
 *
 * <p>What that notation has no word for is written by the names here: {@code CEILING}, {@code STOCHASTIC}, {@code ERROR}. There
 * are no sign-magnitude wraps ({@code AP_WRAP_SM}) and no saturation bits (N).
 *
 * <p>Source: AMD, "Vitis High-Level Synthesis User Guide" (UG1399), Quantization Modes, Overflow Modes.
 */
public final class ApFixed {

    private static final Map<Rounding, String> QUANTISATION = new EnumMap<>(Map.of(
            Rounding.HALF_UP, "AP_RND",
            Rounding.HALF_ZERO, "AP_RND_ZERO",
            Rounding.HALF_DOWN, "AP_RND_MIN_INF",
            Rounding.HALF_AWAY, "AP_RND_INF",
            Rounding.HALF_EVEN, "AP_RND_CONV",
            Rounding.FLOOR, "AP_TRN",
            Rounding.TRUNCATE, "AP_TRN_ZERO",
            Rounding.CEILING, "CEILING",
            Rounding.STOCHASTIC, "STOCHASTIC"));

    private static final Map<Overflow, String> OVERFLOW = new EnumMap<>(Map.of(
            Overflow.SATURATE, "AP_SAT",
            Overflow.SATURATE_SYMMETRIC, "AP_SAT_SYM",
            Overflow.SATURATE_ZERO, "AP_SAT_ZERO",
            Overflow.WRAP, "AP_WRAP",
            Overflow.ERROR, "ERROR"));

    private static final Pattern NOTATION = Pattern.compile("(?:AP_)?(U?)(FIXED|INT)<([^<>]*)>");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,4}");

    private ApFixed() {}

    /**
     * Reads a type.
     *
     * @throws IllegalArgumentException for what is none, or none that there is here; it names what was expected
     */
    public static FixedType parse(String text) {
        Matcher matcher = NOTATION.matcher(text.replaceAll("\\s", "").toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw refused(text, "ap_fixed<W,I,Q,O> or ap_ufixed<W,I,Q,O>, such as ap_fixed<16,6,AP_RND_CONV,AP_SAT>");
        }
        boolean integer = matcher.group(2).equals("INT");
        List<String> arguments = Arrays.asList(matcher.group(3).split(",", -1));
        int most = integer ? 1 : 4;
        int least = integer ? 1 : 2;
        if (arguments.size() < least || arguments.size() > most) {
            throw refused(
                    text, integer ? "a width" : "a width, integer bits, and at most a quantisation and an overflow");
        }
        int width = number(text, arguments.getFirst());
        int integerBits = integer ? width : number(text, arguments.get(1));
        Rounding rounding = arguments.size() < 3 ? Rounding.FLOOR : mode(text, arguments.get(2), QUANTISATION);
        Overflow overflow = arguments.size() < 4 ? Overflow.WRAP : mode(text, arguments.get(3), OVERFLOW);
        boolean signed = matcher.group(1).isEmpty();
        return new FixedType(new Format(width, width - integerBits, signed), rounding, overflow);
    }

    /** Writes a type, with all of its arguments. */
    public static String write(FixedType type) {
        Format format = type.format();
        return (format.signed() ? "ap_fixed<" : "ap_ufixed<") + format.width() + "," + format.integer() + ","
                + QUANTISATION.get(type.rounding()) + "," + OVERFLOW.get(type.overflow()) + ">";
    }

    private static int number(String text, String argument) {
        if (!NUMBER.matcher(argument).matches()) {
            throw refused(text, "a whole number in the place of \"" + argument + "\"");
        }
        return Integer.parseInt(argument);
    }

    private static <E> E mode(String text, String argument, Map<E, String> names) {
        return names.entrySet().stream()
                .filter(entry ->
                        entry.getValue().equals(argument) || entry.getValue().equals("AP_" + argument))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> refused(
                        text,
                        names.values().stream().sorted().collect(Collectors.joining(", ")) + " in the place of \""
                                + argument + "\""));
    }

    private static IllegalArgumentException refused(String text, String expected) {
        return new IllegalArgumentException("\"" + text + "\" is no fixed-point type, expected " + expected);
    }
}
