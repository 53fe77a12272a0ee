package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Boxes;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Dots;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Numbers;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.PointResult;
import org.fitact.results.StudyResults;
import org.fitact.results.TrialTable;

/** A box plot of the accuracy for every fault rate and scheme, with every trial (FitAct, figure 5). */
public final class RateBoxesFigure implements Figure {

    private static final double TOP = 40;
    private static final double BOTTOM = 440;
    private static final double LEFT = 58;
    private static final double RIGHT = WIDTH - 14.0;

    private final StudyResults results;
    private final TrialTable trials;
    private final Map<String, SchemeStyle> styles;
    private final List<Published> published;
    private final String caption;
    private final double[] rates;
    private final List<String> schemes;
    private final Scale y = Scale.linear(0, 1, BOTTOM, TOP);
    private final double group;
    private final double slot;
    private final Dots dots;

    /** @param published points of the paper to be shown beside the boxes */
    public RateBoxesFigure(
            StudyResults results,
            TrialTable trials,
            Map<String, SchemeStyle> styles,
            List<Published> published,
            String caption) {
        this.results = results;
        this.trials = trials;
        this.styles = styles;
        this.published = List.copyOf(published);
        this.caption = caption;
        rates = results.rates();
        schemes = List.copyOf(styles.keySet());
        group = (RIGHT - LEFT) / rates.length;
        slot = Math.min(34, 0.88 * group / schemes.size());
        dots = Dots.of(rates.length * schemes.size());
    }

    @Override
    public String name() {
        return "fig5";
    }

    @Override
    public String title() {
        return "Accuracy of every trial over the fault rate";
    }

    @Override
    public String caption() {
        return caption + dots.note(Boxes.mostTrials(results));
    }

    @Override
    public int height() {
        return 500;
    }

    @Override
    public void draw(Canvas canvas) {
        drawAxes(canvas);
        for (int r = 0; r < rates.length; r++) {
            for (int s = 0; s < schemes.size(); s++) {
                drawScheme(canvas, schemes.get(s), rates[r], middle(r, s));
            }
        }
        for (Published point : published) {
            drawPublished(canvas, point);
        }
        Legend.draw(canvas, legend(), LEFT, RIGHT, 20);
    }

    private double middle(int rate, int scheme) {
        return LEFT + (rate + 0.5) * group + (scheme - (schemes.size() - 1) / 2.0) * slot;
    }

    private List<Legend.Entry> legend() {
        List<Legend.Entry> entries = new ArrayList<>();
        for (String scheme : schemes) {
            Ink ink = styles.get(scheme).ink();
            entries.add(new Legend.Entry(scheme, (canvas, x, y) -> {
                canvas.fill(Marks.box(x - 8, y - 5, x + 8, y + 5), ink, 0.3);
                canvas.stroke(Marks.box(x - 8, y - 5, x + 8, y + 5), Pen.solid(ink, 1.4));
            }));
        }
        if (!published.isEmpty()) {
            entries.add(
                    new Legend.Entry("published mean", (canvas, x, y) -> Published.drawMark(canvas, Ink.MUTED, x, y)));
        }
        return entries;
    }

    private void drawAxes(Canvas canvas) {
        for (double tick : y.ticks(5)) {
            canvas.stroke(Marks.line(LEFT, y.at(tick), RIGHT, y.at(tick)), Pen.solid(Ink.GRID, 1));
            canvas.text(
                    Numbers.fixed(100 * tick, 0), LEFT - 8, y.at(tick) + 4, TextStyle.TICK.at(TextStyle.Anchor.END));
        }
        for (int r = 0; r < rates.length; r++) {
            double left = LEFT + r * group;
            if (r > 0) {
                canvas.stroke(Marks.line(left, TOP, left, BOTTOM), Pen.solid(Ink.GRID, 1));
            }
            canvas.text(Numbers.rate(rates[r]), left + group / 2, BOTTOM + 20, TextStyle.TICK);
        }
        canvas.stroke(Marks.line(LEFT, BOTTOM, RIGHT, BOTTOM), Pen.solid(Ink.MUTED, 1));
        canvas.text("accuracy, %", 16, (TOP + BOTTOM) / 2, TextStyle.AXIS.turned());
        canvas.text("bit error rate", (LEFT + RIGHT) / 2, BOTTOM + 44, TextStyle.AXIS);
    }

    private void drawScheme(Canvas canvas, String scheme, double rate, double middle) {
        Ink ink = styles.get(scheme).ink();
        double[] accuracies = trials.accuracies(scheme, rate);
        double opacity = accuracies.length > 60 ? 0.25 : 0.4;
        double[] drawn = dots.drawn(accuracies);
        for (int i = 0; i < drawn.length; i++) {
            double offset = 0.4 * slot * Boxes.jitter(i);
            canvas.fill(Marks.dot(middle + offset, y.at(drawn[i]), 1.6), ink, opacity);
        }
        results.scheme(scheme)
                .flatMap(result -> result.at(rate))
                .ifPresent(point -> drawBox(canvas, ink, point, accuracies, middle));
    }

    private void drawBox(Canvas canvas, Ink ink, PointResult point, double[] accuracies, double middle) {
        Boxes whiskers = Boxes.whiskers(point, accuracies);
        Pen thin = Pen.solid(ink, 1.2);
        double half = 0.34 * slot;
        canvas.stroke(Marks.line(middle, y.at(whiskers.low()), middle, y.at(point.q1())), thin);
        canvas.stroke(Marks.line(middle, y.at(point.q3()), middle, y.at(whiskers.high())), thin);
        var box = Marks.box(middle - half, y.at(point.q1()), middle + half, y.at(point.q3()));
        canvas.fill(box, ink, 0.22);
        canvas.stroke(box, thin);
        double median = y.at(point.median());
        canvas.stroke(Marks.line(middle - half, median, middle + half, median), Pen.solid(ink, 2.6));
        var mean = SchemeStyle.Marker.DIAMOND.at(middle, y.at(point.mean()), 3);
        canvas.fill(mean, Ink.PAPER, 1);
        canvas.stroke(mean, thin);
    }

    private void drawPublished(Canvas canvas, Published point) {
        int scheme = schemes.indexOf(point.scheme());
        for (int r = 0; r < rates.length; r++) {
            if (scheme >= 0 && rates[r] == point.rate()) {
                Ink ink = styles.get(point.scheme()).ink();
                Published.drawMark(canvas, ink, middle(r, scheme), y.at(point.accuracy()));
            }
        }
    }
}
