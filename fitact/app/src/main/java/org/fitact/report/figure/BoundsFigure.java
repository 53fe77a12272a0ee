package org.fitact.report.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Hexbin;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Tabulation;
import org.fitact.results.LayerNeurons;

/** The bounds that a per-neuron scheme learned against the profiled maxima: one density per layer. */
public final class BoundsFigure implements Figure {

    private static final double PLOT_HEIGHT = 170;
    private static final double CELL = 4;
    private static final int LEGEND = 28;

    private final String scheme;
    private final List<LayerNeurons> all;
    private final List<LayerNeurons> layers;
    private final Map<String, SchemeStyle> styles;
    private final List<String> shared;
    private final PanelGrid grid;

    /** @param scheme one that has a bound per neuron in at least one of the layers */
    public BoundsFigure(String scheme, List<LayerNeurons> layers, Map<String, SchemeStyle> styles) {
        this(scheme, layers, styles, WIDTH);
    }

    private BoundsFigure(String scheme, List<LayerNeurons> layers, Map<String, SchemeStyle> styles, int width) {
        this.scheme = scheme;
        this.styles = styles;
        all = layers.stream().filter(layer -> perNeuron(layer, scheme)).toList();
        this.layers = Layers.shown(all);
        shared = styles.keySet().stream()
                .filter(name -> this.layers.stream().anyMatch(layer -> hasSharedBound(layer, name)))
                .toList();
        int columns = width < WIDTH ? Math.min(2, this.layers.size()) : PanelGrid.columns(this.layers.size());
        grid = new PanelGrid(this.layers.size(), columns, 46, 28, PLOT_HEIGHT, PLOT_HEIGHT + 62, 36, width);
    }

    @Override
    public int width() {
        return grid.width();
    }

    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new BoundsFigure(scheme, all, styles, NARROW));
    }

    /**
     * The schemes worth a figure: a bound per neuron that was learned, not merely copied from the maximum; in the order
     * of {@code schemes}.
     */
    public static List<String> learned(List<LayerNeurons> layers, List<String> schemes) {
        return schemes.stream()
                .filter(name -> layers.stream()
                        .anyMatch(layer -> perNeuron(layer, name)
                                && !Arrays.equals(layer.bounds().get(name), layer.maxima())))
                .toList();
    }

    @Override
    public String name() {
        return "bounds-" + scheme.replaceAll("[^A-Za-z0-9]+", "-");
    }

    @Override
    public String title() {
        return "Bounds of " + scheme + " against profiled maxima";
    }

    @Override
    public String caption() {
        String lines = shared.isEmpty()
                ? ""
                : " Horizontal lines are the one bound per layer of " + String.join(", ", shared) + ".";
        return "Each layer's neurons, darker where there are more (logarithmic). On the diagonal a bound equals the "
                + "neuron's profiled maximum; below it the network learned to do without the largest values." + lines
                + Layers.note(all)
                + (layers.stream().allMatch(LayerNeurons::complete)
                        ? Layers.sampled(layers)
                        : Layers.incomplete(layers));
    }

    @Override
    public int height() {
        return grid.height() + (shared.isEmpty() ? 0 : LEGEND);
    }

    @Override
    public Optional<Tabulation> numbers() {
        return Optional.of(
                Layers.numbers("bounds of layer", all, layer -> layer.ofBounds().get(scheme)));
    }

    @Override
    public void draw(Canvas canvas) {
        for (int i = 0; i < layers.size(); i++) {
            drawLayer(canvas, layers.get(i), grid.panel(i));
        }
        grid.whole().yTitle(canvas, "bound of the neuron");
        grid.whole().xTitle(canvas, "profiled maximum of the neuron");
        List<Legend.Entry> lines = shared.stream()
                .map(name -> Legend.Entry.line(name, Pen.solid(styles.get(name).ink(), 2)))
                .toList();
        Legend.draw(canvas, lines, grid.left(), width(), height() - 10.0);
    }

    private static boolean perNeuron(LayerNeurons layer, String name) {
        float[] bounds = layer.bounds().get(name);
        return bounds != null && bounds.length == layer.maxima().length && bounds.length > 1;
    }

    private static boolean hasSharedBound(LayerNeurons layer, String name) {
        float[] bounds = layer.bounds().get(name);
        return bounds != null && bounds.length == 1;
    }

    private void drawLayer(Canvas canvas, LayerNeurons layer, Panel panel) {
        float[] bounds = layer.bounds().get(scheme);
        double largestX = Layers.end(layer.ofMaxima().largest()) * 1.06;
        double largestY = Math.max(largestX, largestBound(layer) * 1.06);
        Scale x = Scale.linear(0, largestX, panel.left(), panel.right());
        Scale y = Scale.linear(0, largestY, panel.bottom(), panel.top());
        panel.heading(canvas, layer.layer());
        panel.yAxis(canvas, y, 4);
        panel.xAxis(canvas, x, 4, 1, true);
        panel.baseline(canvas);
        Hexbin bins = new Hexbin(CELL);
        for (int i = 0; i < bounds.length; i++) {
            // A bound below zero lets nothing through, as zero does.
            bins.add(x.at(layer.maxima()[i]) - panel.left(), y.at(Math.max(0, bounds[i])) - panel.top());
        }
        double fullest = Math.log1p(bins.largest());
        bins.forEach((cellX, cellY, count) -> canvas.fill(
                Marks.polygon(panel.left() + cellX, panel.top() + cellY, CELL * 0.98, 6, 0),
                styles.get(scheme).ink(),
                0.15 + 0.85 * Math.log1p(count) / fullest));
        canvas.stroke(Marks.line(x.at(0), y.at(0), x.at(largestX), y.at(largestX)), Pen.dashed(Ink.TEXT, 1));
        drawSharedBounds(canvas, layer, panel, y);
    }

    /** Of this scheme, and of every scheme whose bound is a line here. */
    private double largestBound(LayerNeurons layer) {
        return layer.ofBounds().entrySet().stream()
                .filter(entry -> entry.getKey().equals(scheme) || shared.contains(entry.getKey()))
                .mapToDouble(entry -> entry.getValue().largest())
                .max()
                .orElseThrow();
    }

    private void drawSharedBounds(Canvas canvas, LayerNeurons layer, Panel panel, Scale y) {
        for (String name : shared) {
            float[] bound = layer.bounds().get(name);
            if (bound != null && bound.length == 1) {
                panel.level(canvas, y.at(bound[0]), Pen.solid(styles.get(name).ink(), 1.6));
            }
        }
    }
}
