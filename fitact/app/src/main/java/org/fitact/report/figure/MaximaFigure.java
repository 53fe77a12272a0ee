package org.fitact.report.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Tabulation;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.Distribution;
import org.fitact.results.LayerNeurons;
import org.fitact.text.Numbers;

/** How the profiled maxima of a layer's neurons are distributed: one histogram per layer. */
public final class MaximaFigure implements Figure {

    private static final double PLOT_HEIGHT = 110;
    private static final TextStyle NOTE = TextStyle.TICK.sized(10.5).at(TextStyle.Anchor.START);

    private final List<LayerNeurons> all;
    private final List<LayerNeurons> layers;
    private final PanelGrid grid;

    public MaximaFigure(List<LayerNeurons> layers) {
        this(layers, PanelGrid.columns(Layers.shown(layers).size()), WIDTH);
    }

    private MaximaFigure(List<LayerNeurons> layers, int columns, int width) {
        all = layers;
        this.layers = Layers.shown(layers);
        grid = new PanelGrid(this.layers.size(), columns, 16, 44, PLOT_HEIGHT, PLOT_HEIGHT + 82, 26, width);
    }

    @Override
    public int width() {
        return grid.width();
    }

    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new MaximaFigure(all, Math.min(2, layers.size()), NARROW));
    }

    @Override
    public String name() {
        return "maxima";
    }

    @Override
    public String title() {
        return "Neuron maxima of each layer";
    }

    @Override
    public String caption() {
        return "Distribution of the largest value each neuron takes over the profiling images; above, how many neurons there "
                + "are, the median and the maximum. The dashed line is the "
                + "layer's maximum, the bound that a per-layer scheme must leave to all its neurons; the solid line is "
                + "the median neuron. Everything between a neuron's own maximum and the layer's is room for faults."
                + Layers.note(all) + Layers.incomplete(layers);
    }

    @Override
    public int height() {
        return grid.height();
    }

    @Override
    public Optional<Tabulation> numbers() {
        return Optional.of(Layers.numbers("layer", all, LayerNeurons::ofMaxima));
    }

    @Override
    public void draw(Canvas canvas) {
        for (int i = 0; i < layers.size(); i++) {
            drawLayer(canvas, layers.get(i), grid.panel(i));
        }
        grid.whole().xTitle(canvas, "largest value of a neuron");
    }

    private static void drawLayer(Canvas canvas, LayerNeurons layer, Panel panel) {
        Distribution maxima = layer.ofMaxima();
        double largest = Layers.end(maxima.largest());
        double median = maxima.median();
        Scale x = Scale.linear(0, largest * 1.04, panel.left(), panel.right());
        String neurons = Numbers.grouped(layer.neurons());
        double room = panel.right() - panel.left() - Glyphs.OTHER_FONTS * Glyphs.width(neurons, NOTE) - 8;
        canvas.text(
                Glyphs.fitting(layer.layer(), TextStyle.HEADING, room),
                panel.left(),
                panel.top() - 24,
                TextStyle.HEADING);
        canvas.text(neurons, panel.right(), panel.top() - 24, NOTE.at(TextStyle.Anchor.END));
        canvas.text(
                "median " + Numbers.significant(median) + " · max " + Numbers.significant(maxima.largest()),
                panel.left(),
                panel.top() - 9,
                NOTE);
        double[] tops = tops(maxima.counts(), panel);
        canvas.fill(Marks.histogram(panel.left(), x.at(largest), panel.bottom(), tops), Ink.SKY, 0.75);
        panel.baseline(canvas);
        panel.xAxis(canvas, x, 4, 1, false);
        panel.upright(canvas, x.at(median), Pen.solid(Ink.TEXT, 1.4));
        panel.upright(canvas, x.at(largest), Pen.dashed(Ink.VERMILLION, 1.4));
    }

    /** Of each bin, from 0 to the layer's maximum. */
    private static double[] tops(int[] counts, Panel panel) {
        double tallest = Arrays.stream(counts).max().orElseThrow();
        return Arrays.stream(counts)
                .mapToDouble(count -> panel.bottom() - count / tallest * (panel.bottom() - panel.top() - 4))
                .toArray();
    }
}
