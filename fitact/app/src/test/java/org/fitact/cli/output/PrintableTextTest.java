package org.fitact.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    private final PrintableText utf8 = new PrintableText(StandardCharsets.UTF_8);
    private final PrintableText ascii = new PrintableText(StandardCharsets.US_ASCII);

    @Test
    void whatIsSeenStays() {
        String text = "Größe\t3·10⁻⁷ ± 0.5, δ → 日本 😀 ¶\r\n";
        assertEquals(text, utf8.of(text));
    }

    /** C0 and C1, the delete character, marks and embeddings of direction, what has no width, tags, half a character. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 0xb, 0xd, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028,
                0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xd800,
                0xdfff, 0xe000, 0xffff
            })
    void whatActsIsShownByItsNumber(int character) {
        String expected = "a" + String.format("\\u%04x", character) + "b";
        assertEquals(expected, utf8.of("a" + (char) character + "b"));
        assertEquals(expected, ascii.of("a" + (char) character + "b"));
    }

    @Test
    void beyondTheBasicPlaneToo() {
        assertEquals("a\\udb40\\udc41", utf8.of("a" + Character.toString(0xe0041)));
    }

    /** The columns stay below each other. */
    @Test
    void asciiHasANameForWhatItLacks() {
        assertEquals("1e-7    3e-6  1e-10", ascii.of("10⁻⁷  3·10⁻⁶  10⁻¹⁰"));
        assertEquals("   1e-7    3e-6    1.25e-12", ascii.of("   10⁻⁷  3×10⁻⁶  1.25×10⁻¹²"));
        assertEquals("rates 1e-7, 3e-6 and delta", ascii.of("rates 10⁻⁷, 3×10⁻⁶ and δ"));
        assertEquals("87.1 +-1.2  a -> b, 3x3 <= 4", ascii.of("87.1 ± 1.2  a → b, 3×3 ≤ 4"));
        assertEquals("Gr\\u00f6\\u00dfe \\ud83d\\ude00", ascii.of("Größe 😀"));
    }

    @Test
    void latinHasSomeOfIt() {
        PrintableText latin = new PrintableText(StandardCharsets.ISO_8859_1);
        assertEquals("1e-7: 87.1 ± 1.2 %, 3×3 ->", latin.of("10⁻⁷: 87.1 ± 1.2 %, 3×3 →"));
    }
}
