package org.fitact.cli.output;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.text.Numbers;

/**
 * Text as a terminal may be given it. Names come from files, and files from anywhere: what moves the cursor, colours, or
 * turns the direction of writing is shown by its number, {@code \}{@code u202e}, and does nothing. What the terminal's
 * character set lacks is written in ASCII, {@code 1e-7} for 10⁻⁷.
 */
public final class PrintableText {

    /** 10⁻⁷, 3×10⁻⁷ or 1.25·10⁻⁷, in a column of a table behind two spaces. */
    private static final Pattern POWER_OF_TEN =
            Pattern.compile("(?<column>  )?(?:(?<factor>\\d+(?:\\.\\d+)?)[×·])?\\b10" + "(?<sign>⁻?)(?<exponent>["
                    + Numbers.SUPERSCRIPTS + "]+)");

    private static final Map<Character, String> IN_ASCII = Map.ofEntries(
            Map.entry('±', "+-"),
            Map.entry('×', "x"),
            Map.entry('·', "*"),
            Map.entry('–', "-"),
            Map.entry('—', "-"),
            Map.entry('−', "-"),
            Map.entry('→', "->"),
            Map.entry('≤', "<="),
            Map.entry('≥', ">="),
            Map.entry('≈', "~"),
            Map.entry('…', "..."),
            Map.entry('κ', "kappa"),
            Map.entry('ζ', "zeta"),
            Map.entry('δ', "delta"),
            Map.entry('λ', "lambda"),
            Map.entry('²', "^2"),
            Map.entry('³', "^3"),
            Map.entry('µ', "u"),
            Map.entry('“', "\""),
            Map.entry('”', "\""),
            Map.entry('’', "'"));

    private final CharsetEncoder encoder;
    private final boolean all;

    /** @param charset of the terminal */
    PrintableText(Charset charset) {
        this.encoder = charset.newEncoder();
        this.all = charset.name().startsWith("UTF-");
    }

    /** The text, with nothing in it but what is seen, and line feeds and tabs. */
    String of(String text) {
        if (text.chars().allMatch(PrintableText::isPlain)) {
            return text;
        }
        String known = all ? text : inAscii(text);
        StringBuilder printable = new StringBuilder(known.length());
        for (int i = 0; i < known.length(); i += Character.charCount(known.codePointAt(i))) {
            append(printable, known, i);
        }
        return printable.toString();
    }

    /** Whether blocks can be drawn, as in a bar of progress. */
    boolean hasBlocks() {
        return all || encoder.canEncode('█');
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character < 0x7f || character == '\n' || character == '\t';
    }

    private void append(StringBuilder printable, String text, int index) {
        int character = text.codePointAt(index);
        boolean lineEnd = character == '\r' && text.startsWith("\r\n", index);
        if (isPlain(character) || lineEnd) {
            printable.appendCodePoint(character);
        } else if (isVisible(character) && (all || encoder.canEncode(Character.toString(character)))) {
            printable.appendCodePoint(character);
        } else {
            for (char unit : Character.toChars(character)) {
                printable.append(escaped(unit));
            }
        }
    }

    /** A character by its number, as in Java and JSON. */
    static String escaped(char unit) {
        return String.format(Locale.ROOT, "\\u%04x", (int) unit);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Of equal width where it can be, so that the columns of a table stay below each other. */
    private String inAscii(String text) {
        String powers =
                encoder.canEncode('⁻') ? text : POWER_OF_TEN.matcher(text).replaceAll(PrintableText::power);
        String signs = encoder.canEncode('±') ? powers : powers.replace("± ", "±");
        StringBuilder ascii = new StringBuilder(signs.length());
        for (char character : signs.toCharArray()) {
            String spelt = IN_ASCII.get(character);
            ascii.append(spelt == null || encoder.canEncode(character) ? String.valueOf(character) : spelt);
        }
        return ascii.toString();
    }

    private static String power(MatchResult found) {
        StringBuilder power =
                new StringBuilder(found.group("factor") == null ? "1" : found.group("factor")).append('e');
        power.append(found.group("sign").isEmpty() ? "" : "-");
        found.group("exponent").chars().forEach(digit -> power.append(Numbers.SUPERSCRIPTS.indexOf(digit)));
        boolean inColumn = found.group("column") != null;
        int width = inColumn ? found.group().length() : power.length();
        return Matcher.quoteReplacement(" ".repeat(Math.max(0, width - power.length())) + power);
    }
}
