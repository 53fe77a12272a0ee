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
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.Published;
import org.fitact.results.StudyResults;
import org.fitact.text.Numbers;

/** A box plot of the accuracy for every fault rate and scheme, with every trial (FitAct, figure 5). */
public final class RateBoxesFigure implements Figure {

    /** What the trials of a scheme at a rate came to. */
    public interface Accuracies {
        /** In 0..1, in the order of the trials' numbers; empty if there are none. */
        double[] of(String scheme, double rate);
    }

    private static final double TOP = 40;
    private static final double BOTTOM = 440;
    private static final double LEFT = 58;
    private static final double RIGHT = WIDTH - 14.0;
    private static final Panel PLOT = new Panel(LEFT, TOP, RIGHT, BOTTOM);

    private final TrialBox.Trials all;
    private final List<Published> published;
    private final String caption;
    private final double[] rates;
    private final List<String> schemes;
    private final Scale y = Scale.linear(0, 1, BOTTOM, TOP);
    private final double group;
    private final double slot;

    /** @param published points of the paper to be shown beside the boxes */
    public RateBoxesFigure(
            StudyResults results,
            Accuracies trials,
            Map<String, SchemeStyle> styles,
            List<Published> published,
            String caption) {
        this.published = List.copyOf(published);
        this.caption = caption;
        rates = results.rates();
        schemes = List.copyOf(styles.keySet());
        group = (RIGHT - LEFT) / rates.length;
        slot = Math.min(34, 0.88 * group / schemes.size());
        all = new TrialBox.Trials(results, trials, styles, Dots.of(rates.length * schemes.size()));
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
        return caption + all.dots().note(Boxes.mostTrials(all.results()));
    }

    @Override
    public int height() {
        return 500;
    }

    @Override
    public void draw(Canvas canvas) {
        drawAxes(canvas);
        TrialBox box = new TrialBox(y, true, 0.34 * slot, 0.4 * slot);
        for (int r = 0; r < rates.length; r++) {
            for (int s = 0; s < schemes.size(); s++) {
                box.draw(canvas, all, schemes.get(s), rates[r], middle(r, s));
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
            SchemeStyle style = all.styles().get(scheme);
            Ink ink = style.ink();
            entries.add(new Legend.Entry(scheme, (canvas, x, y) -> {
                canvas.fill(Marks.box(x - 8, y - 5, x + 8, y + 5), ink, 0.3);
                canvas.stroke(Marks.box(x - 8, y - 5, x + 8, y + 5), Pen.solid(ink, 1.4));
                canvas.fill(style.marker().at(x, y, 3), ink, 1);
            }));
        }
        if (!published.isEmpty()) {
            entries.add(
                    new Legend.Entry("published mean", (canvas, x, y) -> PublishedMark.draw(canvas, Ink.MUTED, x, y)));
        }
        return entries;
    }

    private void drawAxes(Canvas canvas) {
        PLOT.accuracyAxis(canvas, y);
        for (int r = 0; r < rates.length; r++) {
            double left = LEFT + r * group;
            if (r > 0) {
                PLOT.upright(canvas, left, Pen.solid(Ink.GRID, 1));
            }
            double rate = rates[r];
            canvas.about(
                    Subject.rate(rate),
                    () -> canvas.text(Numbers.rate(rate), left + group / 2, BOTTOM + 20, TextStyle.TICK));
        }
        PLOT.baseline(canvas);
        PLOT.yTitle(canvas, "accuracy, %");
        PLOT.xTitle(canvas, "bit error rate");
    }

    private void drawPublished(Canvas canvas, Published point) {
        int scheme = schemes.indexOf(point.scheme());
        for (int r = 0; r < rates.length; r++) {
            if (scheme >= 0 && rates[r] == point.rate()) {
                Ink ink = all.styles().get(point.scheme()).ink();
                PublishedMark.draw(canvas, ink, middle(r, scheme), y.at(point.accuracy()));
            }
        }
    }
}
