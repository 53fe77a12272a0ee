package org.fitact.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.report.drawing.Ink;
import org.fitact.report.figure.FrontFigure.Emphasis;
import org.fitact.results.ParetoFront;
import org.fitact.stats.Interval;
import org.junit.jupiter.api.Test;

class FrontFigureTest {

    private static final SchemeStyle STYLE = new SchemeStyle(Ink.BLUE, SchemeStyle.Marker.SQUARE);

    private static FrontFigure.Point point(String label, double cost, double accuracy, Emphasis emphasis) {
        return new FrontFigure.Point(
                label, STYLE, cost, accuracy, new Interval(accuracy - 0.02, accuracy + 0.02), emphasis);
    }

    private static FrontFigure figure(List<FrontFigure.Point> points) {
        return new FrontFigure(
                "front",
                "Front",
                "How to read it.",
                new FrontFigure.Axis("memory, %", Double.NaN),
                points,
                Double.NaN,
                List.of(new FrontFigure.Key("blue ones", STYLE)));
    }

    @Test
    void namesWhatIsOnTheFrontOrMadeMuchOf() {
        String svg = figure(List.of(
                        point("cheap", 0.5, 0.6, Emphasis.NONE),
                        point("beaten", 0.7, 0.5, Emphasis.NONE),
                        point("beaten but chosen", 0.8, 0.55, Emphasis.RINGED),
                        point("dear", 1, 0.9, Emphasis.NONE)))
                .svg();
        for (String named : List.of(">cheap<", ">dear<", ">beaten but chosen<", ">blue ones<", ">memory, %<")) {
            assertTrue(svg.contains(named), named);
        }
        assertEquals(-1, svg.indexOf(">beaten<"));
        assertEquals(-1, svg.indexOf("NaN"));
    }

    /** One point, of an interval that is not known. */
    @Test
    void drawsASinglePoint() {
        FrontFigure.Point alone = new FrontFigure.Point("alone", STYLE, 1, 0.9, Interval.UNKNOWN, Emphasis.NONE);
        assertEquals(-1, figure(List.of(alone)).svg().indexOf("NaN"));
        assertThrows(IllegalArgumentException.class, () -> figure(List.of()));
    }

    @Test
    void equalOnesDoNotBeatEachOther() {
        List<double[]> all = List.of(
                new double[] {1, 5},
                new double[] {1, 5},
                new double[] {1, 4},
                new double[] {2, 5},
                new double[] {3, 6},
                new double[] {Double.NaN, 9});
        List<double[]> front = ParetoFront.of(all, one -> one[0], one -> one[1]);
        assertEquals(List.of(all.get(0), all.get(1), all.get(4)), front);
    }
}
