package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.Tabulation;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.attack.AttackResults;
import org.fitact.results.attack.AttackResults.OfScheme;
import org.fitact.results.attack.AttackResults.RandomPoint;
import org.fitact.text.Numbers;

/** Accuracy over the number of chosen flips, one curve per scheme, and as many flips that nobody chose. */
public final class AttackFigure implements Figure {

    private static final double PLOT_HEIGHT = 360;
    private static final double LEFT = 58;
    private static final int MOST_TICKS = 10;

    private final AttackResults attack;
    private final Map<String, SchemeStyle> styles;
    private final int most;
    private final Scale x;
    private final Scale y;
    private final int width;
    private final Panel plot;

    public AttackFigure(AttackResults attack, Map<String, SchemeStyle> styles) {
        this(attack, styles, WIDTH);
    }

    private AttackFigure(AttackResults attack, Map<String, SchemeStyle> styles, int width) {
        this.attack = attack;
        this.width = width;
        this.styles = styles;
        this.most = Math.max(
                1,
                attack.schemes().stream()
                        .mapToInt(scheme -> scheme.made().size())
                        .max()
                        .orElse(1));
        double top = 21 + Legend.LINE * Legend.lines(entries(), LEFT, width);
        this.plot = new Panel(LEFT, top, width - 20.0, top + PLOT_HEIGHT);
        this.x = Scale.linear(0, most, LEFT + 12, plot.right() - 12);
        this.y = Scale.linear(0, 1, plot.bottom(), top);
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
        return (int) plot.bottom() + 60;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new AttackFigure(attack, styles, NARROW));
    }

    /** As the table of the page, for all numbers of flips. */
    @Override
    public Optional<Tabulation> numbers() {
        return Optional.of(new Tabulation(
                List.of("scheme", "flips", "accuracy, %", "interval from", "to"),
                1,
                attack.schemes().stream()
                        .flatMap(scheme -> scheme.curve().stream()
                                .map(point -> List.of(
                                        scheme.scheme(),
                                        Integer.toString(point.flips()),
                                        Numbers.percent(point.accuracy(), 2),
                                        Numbers.percent(point.ci95().low(), 2),
                                        Numbers.percent(point.ci95().high(), 2))))
                        .toList()));
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.plot(plot, () -> drawPlot(canvas));
        plot.baseline(canvas);
        plot.yTitle(canvas, "accuracy, %");
        plot.xTitle(canvas, "bits that were flipped");
        Legend.drawLines(canvas, entries(), LEFT, width, 20);
    }

    private void drawPlot(Canvas canvas) {
        plot.accuracyAxis(canvas, y);
        plot.xAxis(canvas, x, Math.min(most, width < WIDTH ? MOST_TICKS / 2 : MOST_TICKS), 1, false);
        plot.level(canvas, y.at(attack.chance()), Pen.dashed(Ink.MUTED, 1));
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
        String name = scheme.scheme();
        return Curve.ofCounts(
                name,
                styles.get(name),
                x,
                y,
                scheme.curve().stream()
                        .map(point ->
                                Curve.Point.counted(name, point.flips(), "flip", point.accuracy(), point.ci95())));
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
