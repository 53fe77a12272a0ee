package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.attack.AttackResults;
import org.fitact.results.attack.AttackResults.OfScheme;
import org.fitact.results.attack.AttackResults.RandomPoint;
import org.fitact.text.Numbers;

/** Accuracy over the number of chosen flips, one curve per scheme, and as many flips that nobody chose. */
public final class AttackFigure implements Figure {

    private static final double TOP = 40;
    private static final double BOTTOM = 400;
    private static final double LEFT = 58;
    private static final Panel PLOT = new Panel(LEFT, TOP, WIDTH - 20.0, BOTTOM);
    private static final int MOST_TICKS = 10;

    private final AttackResults attack;
    private final Map<String, SchemeStyle> styles;
    private final int most;
    private final Scale x;
    private final Scale y = Scale.linear(0, 1, BOTTOM, TOP);

    public AttackFigure(AttackResults attack, Map<String, SchemeStyle> styles) {
        this.attack = attack;
        this.styles = styles;
        this.most = Math.max(
                1,
                attack.schemes().stream()
                        .mapToInt(scheme -> scheme.made().size())
                        .max()
                        .orElse(1));
        this.x = Scale.linear(0, most, LEFT + 12, PLOT.right() - 12);
    }

    @Override
    public String name() {
        return "attack";
    }

    @Override
    public String title() {
        return "Accuracy over the number of chosen flips";
    }

    @Override
    public String caption() {
        return "Accuracy on images that the attacker does not have, after each flip, with Wilson's 95 % intervals; a curve ends "
                + "where the network guesses. Dashed, the mean over as many flips of the same bits in words that nobody chose.";
    }

    @Override
    public int height() {
        return 460;
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.plot(PLOT, () -> drawPlot(canvas));
        PLOT.baseline(canvas);
        PLOT.yTitle(canvas, "accuracy, %");
        PLOT.xTitle(canvas, "bits that were flipped");
        Legend.draw(canvas, entries(), LEFT, WIDTH, 20);
    }

    private void drawPlot(Canvas canvas) {
        PLOT.accuracyAxis(canvas, y);
        PLOT.xAxis(canvas, x, Math.min(most, MOST_TICKS), 1, false);
        PLOT.level(canvas, y.at(attack.chance()), Pen.dashed(Ink.MUTED, 1));
        canvas.text("chance", LEFT + 4, y.at(attack.chance()) - 5, TextStyle.TICK.at(TextStyle.Anchor.START));
        attack.schemes().forEach(scheme -> curve(scheme).drawBand(canvas));
        attack.schemes().forEach(scheme -> drawRandom(canvas, scheme));
        attack.schemes().forEach(scheme -> curve(scheme).drawLine(canvas));
    }

    private List<Legend.Entry> entries() {
        List<Legend.Entry> entries = new ArrayList<>();
        styles.forEach((scheme, style) -> entries.add(Legend.Entry.of(scheme, style)));
        if (attack.schemes().stream().anyMatch(scheme -> !scheme.random().isEmpty())) {
            entries.add(Legend.Entry.line("not chosen", Pen.dashed(Ink.MUTED, 2)));
        }
        return entries;
    }

    private Curve curve(OfScheme scheme) {
        return new Curve(
                scheme.scheme(),
                false,
                styles.get(scheme.scheme()),
                x,
                y,
                scheme.curve().stream()
                        .map(point -> Curve.Point.of(
                                scheme.scheme(),
                                Numbers.counted(point.flips(), "flip"),
                                point.flips(),
                                point.accuracy(),
                                point.ci95()))
                        .toList());
    }

    /** From the accuracy without flips on. */
    private void drawRandom(Canvas canvas, OfScheme scheme) {
        if (scheme.random().isEmpty()) {
            return;
        }
        double[] xs = new double[scheme.random().size() + 1];
        double[] ys = new double[xs.length];
        xs[0] = x.at(0);
        ys[0] = y.at(scheme.curve().getFirst().accuracy());
        for (int i = 1; i < xs.length; i++) {
            RandomPoint point = scheme.random().get(i - 1);
            xs[i] = x.at(point.flips());
            ys[i] = y.at(point.mean());
        }
        canvas.about(
                Subject.scheme(scheme.scheme()),
                () -> canvas.stroke(
                        Marks.polyline(xs, ys),
                        Pen.dashed(styles.get(scheme.scheme()).ink(), 1.6)));
    }
}
