package org.fitact.report.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.fitact.report.drawing.Dots;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Hexbin;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Spread;
import org.fitact.report.drawing.TextStyle;
import org.junit.jupiter.api.Test;

class FigurePartsTest {

    @Test
    void ofTooManyTrialsAsManyAreDrawnAsAPageHolds() {
        double[] few = {0.3, 0.1, 0.2};
        assertArrayEquals(few, Dots.of(40).drawn(few), "all of them, in their order");
        assertEquals("", Dots.of(40).note(375));
        double[] many = new double[100_001];
        for (int i = 0; i < many.length; i++) {
            many[i] = (i * 7919L % many.length) / (many.length - 1.0);
        }
        double[] drawn = Dots.of(40).drawn(many);
        assertEquals(375, drawn.length);
        assertEquals(0, drawn[0]);
        assertEquals(0.5, drawn[187], 1e-4);
        assertEquals(1, drawn[374]);
        assertTrue(Dots.of(40).note(many.length).contains("more than 375 trials (up to 100,001 here)"));
    }

    @Test
    void ticksAreRoundAndInside() {
        assertEquals(
                List.of(0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0),
                Scale.linear(0, 1, 0, 100).ticks(6));
        assertEquals(List.of(0.0, 5.0, 10.0), Scale.linear(0, 14.3, 0, 100).ticks(4));
        assertEquals("0.25", Scale.label(0.25, 0.05));
        assertEquals("20", Scale.label(20, 10));
    }

    @Test
    void aLogarithmicScaleSpacesDecadesEvenly() {
        Scale scale = new Scale(1e-7, 1e-5, 0, 100, true);
        assertEquals(0, scale.at(1e-7), 1e-9);
        assertEquals(50, scale.at(1e-6), 1e-9);
        assertEquals(100, scale.at(1e-5), 1e-9);
    }

    @Test
    void labelsAreMovedApartAroundTheirMean() {
        assertArrayEquals(new double[] {45, 55}, Spread.apart(new double[] {50, 50}, 10, 0, 100), 1e-9);
        assertArrayEquals(new double[] {20, 80}, Spread.apart(new double[] {20, 80}, 10, 0, 100), 1e-9);
        assertArrayEquals(new double[] {80, 90, 100}, Spread.apart(new double[] {97, 98, 99}, 10, 0, 100), 1e-9);
        assertArrayEquals(new double[] {0, 10}, Spread.apart(new double[] {-5, -5}, 10, 0, 100), 1e-9);
    }

    @Test
    void hexagonsHoldEveryPointOnceAndNear() {
        Hexbin bins = new Hexbin(4);
        Random random = new Random(2);
        for (int i = 0; i < 1000; i++) {
            bins.add(200 * random.nextDouble() - 50, 150 * random.nextDouble() - 50);
        }
        int[] total = new int[1];
        bins.forEach((x, y, count) -> total[0] += count);
        assertEquals(1000, total[0]);
        Hexbin one = new Hexbin(4);
        one.add(33.3, -17.7);
        one.forEach((x, y, count) -> assertTrue(Math.hypot(x - 33.3, y + 17.7) <= 4, x + ", " + y));
        assertEquals(1, one.largest());
    }

    @Test
    void schemesKeepTheirColourAndShareNone() {
        var few = SchemeStyle.of(List.of("none", "fitact"));
        var many = SchemeStyle.of(
                List.of("none", "ranger", "mine", "clip-act", "fitrelu-naive", "yours", "fitact", "tanh"));
        assertEquals(few.get("fitact").ink(), many.get("fitact").ink());
        assertEquals(
                8, new HashSet<>(many.values().stream().map(SchemeStyle::ink).toList()).size());
        List<String> crowd = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            crowd.add("scheme " + i);
        }
        assertEquals(20, new HashSet<>(SchemeStyle.of(crowd).values()).size());
    }

    @Test
    void everyCharacterHasAWidthAndUnknownOnesAQuestionMark() {
        assertTrue(Glyphs.width("W", TextStyle.LABEL) > Glyphs.width("i", TextStyle.LABEL));
        assertEquals(Glyphs.width("?", TextStyle.LABEL), Glyphs.width("猫", TextStyle.LABEL));
        assertEquals(2 * Glyphs.width("ab", TextStyle.LABEL), Glyphs.width("ab", TextStyle.LABEL.sized(24)), 1e-9);
    }
}
