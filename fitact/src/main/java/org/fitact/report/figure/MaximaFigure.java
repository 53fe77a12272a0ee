package org.fitact.report.figure;

import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import org.fitact.campaign.results.LayerNeurons;

/** How the profiled maxima of a layer's neurons are distributed: one histogram per layer. */
public final class MaximaFigure implements Figure {

    private static final int BINS = 48;
    private static final double PLOT_HEIGHT = 110;

    private final List<LayerNeurons> all;
    private final List<LayerNeurons> layers;
    private final PanelGrid grid;

    public MaximaFigure(List<LayerNeurons> layers) {
        all = layers;
        this.layers = Layers.shown(layers);
        int columns = Math.min(this.layers.size(), this.layers.size() % 4 == 0 || this.layers.size() > 6 ? 4 : 3);
        grid = new PanelGrid(this.layers.size(), columns, 16, 44, PLOT_HEIGHT, PLOT_HEIGHT + 82, 26);
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
        return "Distribution of the largest value each neuron takes over the profiling images. The dashed line is the "
                + "layer's maximum, the bound that a per-layer scheme must leave to all its neurons; the solid line is "
                + "the median neuron. Everything between a neuron's own maximum and the layer's is room for faults."
                + Layers.note(all);
    }

    @Override
    public int height() {
        return (int) grid.axisLabel() + 10;
    }

    @Override
    public void draw(Canvas canvas) {
        for (int i = 0; i < layers.size(); i++) {
            drawLayer(canvas, layers.get(i), grid.panel(i));
        }
        canvas.text("largest value of a neuron", WIDTH / 2.0, grid.axisLabel(), TextStyle.AXIS);
    }

    private static void drawLayer(Canvas canvas, LayerNeurons layer, PanelGrid.Panel panel) {
        float[] sorted = layer.maxima().clone();
        Arrays.sort(sorted);
        double largest = Layers.largest(sorted);
        double median = sorted[sorted.length / 2];
        Scale x = Scale.linear(0, largest * 1.04, panel.left(), panel.right());
        canvas.text(layer.layer(), panel.left(), panel.top() - 24, TextStyle.HEADING);
        canvas.text(
                Numbers.grouped(layer.neurons()) + " neurons · median " + Numbers.significant(median) + " · max "
                        + Numbers.significant(largest),
                panel.left(),
                panel.top() - 9,
                TextStyle.TICK.sized(10.5).at(TextStyle.Anchor.START));
        canvas.fill(histogram(sorted, x, panel), Ink.SKY, 0.75);
        panel.baseline(canvas);
        panel.xAxis(canvas, x, 4, 1, false);
        canvas.stroke(Marks.line(x.at(median), panel.top(), x.at(median), panel.bottom()), Pen.solid(Ink.TEXT, 1.4));
        canvas.stroke(
                Marks.line(x.at(largest), panel.top(), x.at(largest), panel.bottom()), Pen.dashed(Ink.VERMILLION, 1.4));
    }

    private static Path2D histogram(float[] values, Scale x, PanelGrid.Panel panel) {
        int[] counts = new int[BINS];
        for (float value : values) {
            counts[(int) Math.clamp((value - x.low()) / (x.high() - x.low()) * BINS, 0, BINS - 1)]++;
        }
        double tallest = Arrays.stream(counts).max().orElseThrow();
        double width = (panel.right() - panel.left()) / BINS;
        Path2D steps = new Path2D.Double();
        steps.moveTo(panel.left(), panel.bottom());
        for (int bin = 0; bin < BINS; bin++) {
            double y = panel.bottom() - counts[bin] / tallest * (panel.bottom() - panel.top() - 4);
            steps.lineTo(panel.left() + bin * width, y);
            steps.lineTo(panel.left() + (bin + 1) * width, y);
        }
        steps.lineTo(panel.right(), panel.bottom());
        steps.closePath();
        return steps;
    }
}
