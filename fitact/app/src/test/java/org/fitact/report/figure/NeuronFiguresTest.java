package org.fitact.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Shape;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Picture;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.LayerNeurons;
import org.junit.jupiter.api.Test;

/** What figures of neurons show is of the layer, not of the neurons that are drawn. */
class NeuronFiguresTest {

    private static final int NEURONS = 20_000;
    private static final Map<String, SchemeStyle> STYLES =
            SchemeStyle.of(List.of("none", "ranger", "gbrelu", "fitact"));

    /** The one neuron that makes the layer's maximum is not drawn. */
    private static LayerNeurons layer() {
        float[] maxima = new float[NEURONS];
        float[] bounds = new float[NEURONS];
        for (int i = 0; i < NEURONS; i++) {
            maxima[i] = 1 + i % 7;
            bounds[i] = maxima[i] + 0.5f;
        }
        maxima[1] = 9.02f;
        bounds[1] = 9.52f;
        Map<String, float[]> all = new LinkedHashMap<>();
        all.put("ranger", new float[] {9.02f});
        all.put("gbrelu", new float[] {30});
        all.put("fitact", bounds);
        LayerNeurons thinned = new LayerNeurons("relu1", NEURONS, maxima, all).thinned(2000);
        for (float maximum : thinned.maxima()) {
            assertTrue(maximum < 8, "the case is not the one of this test");
        }
        return thinned;
    }

    /** Keeps texts and lines. */
    private static final class Recorder implements Canvas {

        private final List<String> texts = new ArrayList<>();
        private final Map<Ink, List<Line2D>> lines = new LinkedHashMap<>();

        @Override
        public void fill(Shape shape, Ink ink, double opacity) {}

        @Override
        public void stroke(Shape shape, Pen pen) {
            if (shape instanceof Line2D line) {
                lines.computeIfAbsent(pen.ink(), _ -> new ArrayList<>()).add(line);
            }
        }

        @Override
        public void text(String text, double x, double y, TextStyle style) {
            texts.add(text);
        }

        @Override
        public void image(Picture picture, double x, double y, double width, double height) {}
    }

    private static Recorder drawn(Figure figure) {
        Recorder canvas = new Recorder();
        figure.draw(canvas);
        return canvas;
    }

    @Test
    void theMaximumInFigureAndTitleIsTheLayers() {
        MaximaFigure figure = new MaximaFigure(List.of(layer()));
        List<String> texts = drawn(figure).texts;
        assertTrue(texts.containsAll(List.of("20,000", "median 4.00 · max 9.02")), texts::toString);
        assertFalse(figure.caption().contains("earlier version"), figure.caption());
    }

    @Test
    void allLayersOfVgg16AreShown() {
        List<LayerNeurons> layers = IntStream.rangeClosed(1, 13)
                .mapToObj(number -> new LayerNeurons("relu" + number, 3, new float[] {1, 2, 3}, Map.of()))
                .toList();
        MaximaFigure figure = new MaximaFigure(layers);
        List<String> texts = drawn(figure).texts;
        layers.forEach(layer -> assertTrue(texts.contains(layer.layer()), layer.layer()));
        assertFalse(figure.caption().contains("layers are shown"), figure.caption());
    }

    @Test
    void everyLineThatTheLegendNamesIsOnTheAxis() {
        BoundsFigure figure = new BoundsFigure("fitact", List.of(layer()), STYLES);
        Recorder canvas = drawn(figure);
        for (String scheme : List.of("ranger", "gbrelu")) {
            assertTrue(canvas.texts.contains(scheme), "the legend names " + scheme);
            List<Line2D> lines = canvas.lines.get(STYLES.get(scheme).ink());
            assertEquals(2, lines.size(), scheme + " in the panel and in the legend");
            assertTrue(lines.getFirst().getY1() >= 28 && lines.getFirst().getY1() <= 28 + 170, scheme);
        }
        assertTrue(figure.caption().contains("Of a layer with more neurons 2,000 are drawn"), figure.caption());
    }

    @Test
    void aSampleOfTheFirstVersionIsCalledOne() {
        LayerNeurons old =
                new LayerNeurons("relu1", 9000, new float[] {1, 2, 3}, Map.of("fitact", new float[] {2, 3, 4}));
        String sentence = "maxima, medians and counts are of a sample of 3 neurons of each larger layer";
        assertTrue(new MaximaFigure(List.of(old)).caption().contains(sentence));
        assertTrue(new BoundsFigure("fitact", List.of(old), STYLES).caption().contains(sentence));
    }
}
