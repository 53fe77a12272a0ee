package org.fitact.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fitact.report.drawing.Figure;
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
        return new BarFigure(
                        "bars",
                        "Bars",
                        "How to read them.",
                        "%",
                        List.of(group),
                        List.of(BarFigure.Style.solid(Ink.BLUE)))
                .svg();
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

    private static BarFigure of(List<BarFigure.Group> groups) {
        return new BarFigure("bars", "Bars", "How.", "%", groups, List.of(BarFigure.Style.solid(Ink.BLUE)));
    }

    /** One below the other they were 2,300 pixels tall. */
    @Test
    void manyBarsStandInPanelsSideBySide() {
        List<BarFigure.Bar> bars = IntStream.range(0, 4)
                .mapToObj(bar -> new BarFigure.Bar("bar " + bar, bar, Interval.UNKNOWN))
                .toList();
        BarFigure groups = of(IntStream.range(0, 24)
                .mapToObj(group -> new BarFigure.Group("group " + group, bars))
                .toList());
        assertTrue(groups.height() < 900, groups.height() + " pixels");
        assertEquals(3, groups.svg().split(">%</text>", -1).length - 1, "titles of an axis");
        BarFigure layers = of(List.of(new BarFigure.Group(
                "",
                IntStream.range(0, 160)
                        .mapToObj(layer -> new BarFigure.Bar("layer" + layer, 1, Interval.UNKNOWN))
                        .toList())));
        assertTrue(layers.height() < 1200, layers.height() + " pixels");
        for (int layer = 0; layer < 160; layer++) {
            assertTrue(layers.svg().contains(">layer" + layer + "</text>"), "layer " + layer);
        }
        assertEquals(1, groups.narrow().orElseThrow().svg().split(">%</text>", -1).length - 1);
    }

    @Test
    void ofALongLabelTheEndIsShownAndAllIsTold() {
        String name = "features.stage2.block1.shortcut.downsample.conv";
        Figure wide = of(List.of(new BarFigure.Group("", List.of(new BarFigure.Bar(name, 1, Interval.UNKNOWN)))));
        assertTrue(wide.svg().contains(">" + name + "</text>"));
        String narrow = wide.narrow().orElseThrow().svg();
        assertFalse(narrow.contains(">" + name + "</text>"));
        assertTrue(narrow.contains("downsample.conv</text>") && narrow.contains("<title>" + name), narrow);
    }

    /** Two of a colour are told apart by what is inside of them. */
    @Test
    void fillingsDiffer() {
        BarFigure.Group group = new BarFigure.Group("", List.of(new BarFigure.Bar("a", 5, Interval.UNKNOWN)));
        long different = Stream.of(BarFigure.Fill.values())
                .map(fill -> new BarFigure(
                                "b", "B", "", "%", List.of(group), List.of(new BarFigure.Style(Ink.BLUE, fill)))
                        .svg())
                .distinct()
                .count();
        assertEquals(BarFigure.Fill.values().length, different);
    }

    @Test
    void withoutIntervalsThereAreOnlyBars() {
        String svg = svg(Interval.UNKNOWN);
        assertEquals(3, strokes(svg), svg);
        assertTrue(svg.contains("smooth") && svg.contains("4.0"), svg);
    }
}
