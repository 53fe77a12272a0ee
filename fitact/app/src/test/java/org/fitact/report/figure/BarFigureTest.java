package org.fitact.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.report.drawing.Ink;
import org.fitact.stats.Interval;
import org.junit.jupiter.api.Test;

class BarFigureTest {

    private static String svg(Interval ofSecond) {
        BarFigure.Group group = new BarFigure.Group(
                "VGG16",
                List.of(
                        new BarFigure.Bar("hard", 2, new Interval(1, 3)),
                        new BarFigure.Bar("smooth", 4, ofSecond),
                        new BarFigure.Bar("ranger", -1, Interval.UNKNOWN)));
        return new BarFigure("bars", "Bars", "How to read them.", "%", List.of(group), List.of(Ink.BLUE)).svg();
    }

    private static int strokes(String svg) {
        return svg.split("stroke-width=\"1.1\"", -1).length - 1;
    }

    @Test
    void anIntervalFarLongerThanTheBarsIsCut() {
        String ordinary = svg(new Interval(0, 12));
        // A line and two caps each.
        assertEquals(6, strokes(ordinary), ordinary);
        String upwards = svg(new Interval(0, 900));
        assertEquals(5, strokes(upwards), upwards);
        assertEquals(4, strokes(svg(new Interval(-900, 900))));
        // At the cut ends the axis, and with it every bar, is that of an interval which just fits.
        assertEquals(bars(ordinary), bars(upwards));
    }

    private static List<String> bars(String svg) {
        return svg.lines().filter(line -> line.contains("fill-opacity")).toList();
    }

    @Test
    void withoutIntervalsThereAreOnlyBars() {
        String svg = svg(Interval.UNKNOWN);
        assertEquals(3, strokes(svg), svg);
        assertTrue(svg.contains("smooth") && svg.contains("4.0"), svg);
    }
}
