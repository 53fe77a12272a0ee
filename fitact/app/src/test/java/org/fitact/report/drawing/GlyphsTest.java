package org.fitact.report.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlyphsTest {

    private static final String LAYER = "stage1.block1.conv3.norm";

    /** The ellipsis too, so that nothing runs into what stands behind. */
    @ParameterizedTest
    @ValueSource(doubles = {40, 60, 100, 150})
    void whatIsCutFitsInAnyFont(double pixels) {
        String beginning = Glyphs.fitting(LAYER, TextStyle.HEADING, pixels);
        String end = Glyphs.ending(LAYER, TextStyle.HEADING, pixels);
        assertTrue(
                beginning.endsWith("…") && LAYER.startsWith(beginning.substring(0, beginning.length() - 1)), beginning);
        assertTrue(end.startsWith("…") && LAYER.endsWith(end.substring(1)), end);
        for (String some : new String[] {beginning, end}) {
            assertTrue(Glyphs.OTHER_FONTS * Glyphs.width(some, TextStyle.HEADING) <= pixels, some);
        }
    }

    @Test
    void whatFitsIsNotCut() {
        assertEquals(LAYER, Glyphs.fitting(LAYER, TextStyle.HEADING, 400));
        assertEquals(LAYER, Glyphs.ending(LAYER, TextStyle.HEADING, 400));
    }
}
