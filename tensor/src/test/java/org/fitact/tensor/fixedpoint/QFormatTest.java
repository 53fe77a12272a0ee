package org.fitact.tensor.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fitact.tensor.number.BitClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QFormatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Q15.16", "Q7.8", "Q3.4", "Q0.31", "Q31.0", "Q0.7", "Q7.0", "Q4.4", "Q0.1", "Q1.0", "Q-3.18", "Q20.-5"
            })
    void readsWhatItPrints(String text) {
        assertEquals(text, QFormat.parse(text).toString());
        assertEquals(QFormat.parse(text), QFormat.parse(" " + text.toLowerCase() + " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15.16", "Q15", "Q15.16f", "Q--1.8", "Q15,16", "Q999.1"})
    void refusesAnotherNotation(String text) {
        var error = assertThrows(IllegalArgumentException.class, () -> QFormat.parse(text));
        assertTrue(error.getMessage().contains("\"" + text + "\""), error.getMessage());
        assertTrue(error.getMessage().contains("Qm.f"), error.getMessage());
    }

    @Test
    void refusesAnotherWidth() {
        for (String text : new String[] {"Q16.16 takes 33", "Q0.0 takes 1", "Q-3.3 takes 1"}) {
            String format = text.substring(0, text.indexOf(' '));
            var error = assertThrows(IllegalArgumentException.class, () -> QFormat.parse(format));
            assertTrue(error.getMessage().startsWith(text + " bits, expected 2 to 32"), error.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Q15.16, 80000000, 7FFF0000, 0000FFFF",
        "Q7.8,   00008000, 00007F00, 000000FF",
        "Q3.4,   00000080, 00000070, 0000000F",
        "Q0.31,  80000000, 00000000, 7FFFFFFF",
        "Q31.0,  80000000, 7FFFFFFF, 00000000",
        "Q-3.10, 00000080, 00000000, 0000007F",
        "Q10.-3, 00000080, 0000007F, 00000000",
    })
    void classesShareOutTheWord(String text, String sign, String integer, String fraction) {
        QFormat format = QFormat.parse(text);
        assertEquals(Integer.parseUnsignedInt(sign, 16), format.mask(BitClass.SIGN));
        assertEquals(Integer.parseUnsignedInt(integer, 16), format.mask(BitClass.INTEGER));
        assertEquals(Integer.parseUnsignedInt(fraction, 16), format.mask(BitClass.FRACTION));
        for (int bit = 0; bit < format.width(); bit++) {
            assertEquals(1 << bit, format.mask(format.bitClass(bit)) & 1 << bit);
        }
        assertThrows(IllegalArgumentException.class, () -> format.bitClass(format.width()));
        assertThrows(IllegalArgumentException.class, () -> format.bitClass(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q3.4", "Q7.8", "Q15.16"})
    void aFlippedBitMovesTheWordByItsWeight(String text) {
        QFormat format = QFormat.parse(text);
        for (int word : new int[] {0, 1, -1, format.minWord(), format.maxWord(), 0x55, -0x55}) {
            for (int bit = 0; bit < format.width(); bit++) {
                boolean set = (word >> bit & 1) == 1;
                long weight = bit == format.width() - 1 ? -(1L << bit) : 1L << bit;
                int flipped = format.flip(word, 1 << bit);
                assertEquals(set ? word - weight : word + weight, flipped);
                assertEquals(flipped, format.signExtend(flipped));
                assertEquals(word, format.flip(flipped, 1 << bit));
            }
        }
    }

    @Test
    void bitsAboveTheWidthHaveNoEffect() {
        assertEquals(-3, QFormat.Q3_4.flip(-3, 0xFFFFFF00));
        assertEquals(-128, QFormat.Q3_4.signExtend(0x12345680));
        assertEquals(0xFF, QFormat.Q3_4.wordMask());
        assertEquals(-1, QFormat.Q15_16.wordMask());
    }
}
