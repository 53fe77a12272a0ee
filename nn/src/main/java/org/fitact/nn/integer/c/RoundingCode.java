package org.fitact.nn.integer.c;

import org.fitact.nn.integer.range.Span;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Rounding;

/** The two steps by which a number becomes a word, as statements on an {@code int64_t word}: those of {@link FixedType}. */
final class RoundingCode {

    private RoundingCode() {}

    /**
     * Makes a word that was rounded down one that is rounded as it should be.
     *
     * @param rest what is left of the number, {@code half} being half a unit
     * @param negative whether the number is below 0
     * @return nothing, where rounding down is what should be
     */
    static String rounded(Rounding rounding, String rest, String half, String negative) {
        String more = rest + " > " + half;
        String tie = rest + " == " + half;
        String any = rest + " > 0";
        return switch (rounding) {
            case HALF_EVEN -> "word += " + more + " || (" + tie + " && word % 2 != 0);";
            case HALF_UP -> "word += " + rest + " >= " + half + ";";
            case HALF_DOWN -> "word += " + more + ";";
            case HALF_AWAY -> "word += " + more + " || (" + tie + " && !(" + negative + "));";
            case HALF_ZERO -> "word += " + more + " || (" + tie + " && " + negative + ");";
            case FLOOR -> "";
            case CEILING -> "word += " + any + ";";
            case TRUNCATE -> "word += " + any + " && " + negative + ";";
            case STOCHASTIC -> throw new IllegalArgumentException("a drawn rounding is one of wide numbers");
        };
    }

    /**
     * Returns the word, or what becomes of it by overflow.
     *
     * @param span what the word can be before that
     */
    static String overflowed(FixedType type, Span span) {
        if (span.within(Span.of(type))) {
            return "return word;";
        }
        String least = WordArray.literal(type.least());
        String greatest = WordArray.literal(type.greatest());
        String beyond = "word < " + least + " || word > " + greatest;
        return switch (type.overflow()) {
            case SATURATE, SATURATE_SYMMETRIC ->
                "return word < " + least + " ? " + least + " : word > " + greatest + " ? " + greatest + " : word;";
            case SATURATE_ZERO -> "return " + beyond + " ? 0 : word;";
            case WRAP -> wrapped(type.format());
            case ERROR -> """
                if (%) {
                    *failed = 1;
                    return 0;
                }
                return word;
                """.replace("%", beyond);
        };
    }

    /** Without a conversion that C leaves to the compiler. */
    private static String wrapped(Format format) {
        String half = format.signed() ? "UINT64_C(" + (1L << format.width() - 1) + ")" : "0";
        String mask = "UINT64_C(" + (-1L >>> Long.SIZE - format.width()) + ")";
        return format.signed()
                ? "return (int64_t)(((uint64_t)word + " + half + ") & " + mask + ") - (int64_t)" + half + ";"
                : "return (int64_t)((uint64_t)word & " + mask + ");";
    }
}
