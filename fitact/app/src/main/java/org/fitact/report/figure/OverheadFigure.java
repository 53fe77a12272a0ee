package org.fitact.report.figure;

import java.util.List;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;
import org.fitact.text.Numbers;

/** The time of post-training as a share of the time of training: one bar for each network. */
public final class OverheadFigure implements Figure {

    private static final double TOP = 44;
    private static final double ROW = 40;
    private static final double LEFT = 200;
    private static final double RIGHT = WIDTH - 30.0;

    /**
     * A network; seconds.
     *
     * @param epochs of both stages, for people
     * @param profiling of the neurons' maxima
     */
    public record Bar(String name, String epochs, double training, double profiling, double postTraining) {

        /** (profiling + post-training) / training. */
        public double share() {
            return (profiling + postTraining) / training;
        }
    }

    private final List<Bar> bars;
    private final double publishedLow;
    private final double publishedHigh;
    private final String caption;
    private final Scale x;

    /** @param publishedLow the range of the paper, as shares */
    public OverheadFigure(List<Bar> bars, double publishedLow, double publishedHigh, String caption) {
        this.bars = List.copyOf(bars);
        this.publishedLow = publishedLow;
        this.publishedHigh = publishedHigh;
        this.caption = caption;
        double largest = bars.stream().mapToDouble(Bar::share).max().orElseThrow();
        x = Scale.linear(0, 1.45 * Math.max(largest, publishedHigh), LEFT, RIGHT);
    }

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String title() {
        return "Time of post-training over time of training";
    }

    @Override
    public String caption() {
        return caption;
    }

    @Override
    public int height() {
        return (int) bottom() + 58;
    }

    private double bottom() {
        return TOP + ROW * bars.size() + 6;
    }

    @Override
    public void draw(Canvas canvas) {
        Legend.draw(
                canvas,
                List.of(
                        swatch("profiling", Ink.SKY),
                        swatch("post-training of the bounds", Ink.VERMILLION),
                        swatch("published range", Ink.MUTED)),
                0,
                WIDTH,
                20);
        canvas.fill(Marks.box(x.at(publishedLow), TOP, x.at(publishedHigh), bottom()), Ink.MUTED, 0.35);
        Panel panel = new Panel(LEFT, TOP, RIGHT, bottom());
        panel.xAxis(canvas, x, 8, 100, true);
        panel.baseline(canvas);
        panel.xTitle(canvas, "% of the time of training");
        for (int i = 0; i < bars.size(); i++) {
            drawBar(canvas, bars.get(i), TOP + 6 + i * ROW);
        }
    }

    private void drawBar(Canvas canvas, Bar bar, double top) {
        double height = ROW - 16;
        double profiled = x.at(bar.profiling() / bar.training());
        double end = x.at(bar.share());
        canvas.fill(Marks.box(LEFT, top, profiled, top + height), Ink.SKY, 1);
        canvas.fill(Marks.box(profiled, top, end, top + height), Ink.VERMILLION, 1);
        double middle = top + height / 2 + 4;
        canvas.text(bar.name(), LEFT - 10, middle, TextStyle.LABEL.at(TextStyle.Anchor.END));
        String text = Numbers.percent(bar.share()) + " %, " + bar.epochs();
        double width = Glyphs.width(text, TextStyle.LABEL);
        canvas.fill(Marks.box(end + 4, top, end + 12 + width, top + height), Ink.PAPER, 1);
        canvas.text(text, end + 8, middle, TextStyle.LABEL);
    }

    private static Legend.Entry swatch(String name, Ink ink) {
        return new Legend.Entry(
                name,
                (canvas, x, y) -> canvas.fill(Marks.box(x - 8, y - 5, x + 8, y + 5), ink, ink == Ink.MUTED ? 0.35 : 1));
    }
}
