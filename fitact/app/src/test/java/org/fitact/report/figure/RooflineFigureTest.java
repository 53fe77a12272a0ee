package org.fitact.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RooflineFigureTest {

    private static RooflineFigure figure(List<RooflineFigure.Series> series) {
        return new RooflineFigure(
                "roofline",
                "Roofline",
                "How to read it.",
                200,
                List.of(new RooflineFigure.Roof("reading", 20)),
                series);
    }

    @Test
    void namesItsRoofsAndSeriesAndDrawsEveryLayer() {
        List<RooflineFigure.Point> points = List.of(
                new RooflineFigure.Point("conv1", 0.5, 8, false),
                new RooflineFigure.Point("conv2", 60, 250, true),
                new RooflineFigure.Point("fc", 30, 120, false));
        String svg = figure(List.of(new RooflineFigure.Series("VGG16", points))).svg();
        assertTrue(svg.contains("reading 20.0 GB/s") && svg.contains("multiply-adds 200 GFLOP/s"), svg);
        assertTrue(svg.contains("VGG16") && svg.contains("ringed: Winograd"), svg);
        assertTrue(svg.contains("<title>VGG16, conv2 · 250 GFLOP/s · 60.0 FLOP/B, Winograd</title>"), svg);
        assertEquals(-1, svg.indexOf("NaN"));
    }

    @Test
    void withoutALayerThereIsNothingToDraw() {
        assertThrows(IllegalArgumentException.class, () -> figure(List.of()));
    }
}
