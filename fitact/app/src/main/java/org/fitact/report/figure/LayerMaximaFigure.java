package org.fitact.report.figure;

import java.util.Arrays;
import org.fitact.report.drawing.Axis;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;
import org.fitact.text.Numbers;

/** The distribution of the largest output of every neuron of one layer (FitAct, figure 2). */
public final class LayerMaximaFigure implements Figure {

    private static final int BINS = 60;
    private static final double TOP = 34;
    private static final double BOTTOM = 330;
    private static final double LEFT = 66;
    private static final double RIGHT = WIDTH - 20.0;
    private static final Panel PLOT = new Panel(LEFT, TOP, RIGHT, BOTTOM);

    private final String layer;
    private final String caption;
    private final float[] sorted;
    private final Scale x;
    private final int[] counts = new int[BINS];
    private final Scale y;

    /** @param maxima one for each neuron; not modified */
    public LayerMaximaFigure(String layer, float[] maxima, String caption) {
        this.layer = layer;
        this.caption = caption;
        sorted = maxima.clone();
        Arrays.sort(sorted);
        x = Scale.linear(0, Layers.largest(sorted) * 1.02, LEFT, RIGHT);
        for (float value : sorted) {
            counts[(int) Math.clamp(value / x.high() * BINS, 0, BINS - 1)]++;
        }
        y = Scale.linear(0, Arrays.stream(counts).max().orElseThrow() * 1.05, BOTTOM, TOP);
    }

    @Override
    public String name() {
        return "fig2";
    }

    @Override
    public String title() {
        return "Largest output of every neuron in one layer";
    }

    @Override
    public String caption() {
        return caption;
    }

    @Override
    public int height() {
        return 386;
    }

    @Override
    public void draw(Canvas canvas) {
        PLOT.yAxis(canvas, Axis.y(y, 1), y.ticks(5), tick -> Numbers.grouped(Math.round(tick)));
        double[] tops = Arrays.stream(counts).mapToDouble(y::at).toArray();
        canvas.fill(Marks.histogram(LEFT, RIGHT, BOTTOM, tops), Ink.SKY, 0.8);
        PLOT.xAxis(canvas, x, 10, 1, false);
        PLOT.baseline(canvas);
        PLOT.yTitle(canvas, "neurons");
        PLOT.xTitle(canvas, "largest output of a neuron over the training images");
        mark(canvas, sorted[sorted.length / 2], "median", Pen.solid(Ink.TEXT, 1.4));
        mark(canvas, sorted[sorted.length - 1], "maximum of the layer", Pen.dashed(Ink.VERMILLION, 1.6));
        canvas.text(layer + ", " + Numbers.grouped(sorted.length) + " neurons", LEFT, 18, TextStyle.HEADING);
    }

    private void mark(Canvas canvas, double value, String name, Pen pen) {
        double at = x.at(value);
        PLOT.upright(canvas, at, pen);
        String text = name + " " + Numbers.significant(value);
        boolean fits = at + 6 + Glyphs.width(text, TextStyle.LABEL) < RIGHT;
        canvas.text(
                text,
                fits ? at + 6 : at - 6,
                TOP + 12,
                TextStyle.LABEL.at(fits ? TextStyle.Anchor.START : TextStyle.Anchor.END));
    }
}
