package org.fitact.report.figure;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** What one choice at a time changes: rows of variants against a default, in groups. */
public final class AblationFigure implements Figure {

    private static final double TOP = 46;
    private static final double ROW = 21;
    private static final double GROUP_GAP = 12;
    private static final double NAMES = 208;
    private static final double MIDDLE_GAP = 40;
    private static final double RIGHT = WIDTH - 16.0;

    /** The least that an axis spans: a point of accuracy. */
    private static final double POINT = 0.01;

    /** At either end of an axis, of what it spans. */
    private static final double ROOM = 0.04;

    /**
     * A variant.
     *
     * @param name of the variant in its group
     * @param reference whether it is the default itself
     * @param difference of the mean accuracy under faults, variant − default, in 0..1
     * @param lossOfTest accuracy without faults that the variant lost on the test set, in 0..1
     */
    public record Row(String name, boolean reference, double difference, Interval ci95, double lossOfTest) {}

    /** Variants of one choice. */
    public record Group(String name, List<Row> rows) {}

    private final String network;
    private final double rate;
    private final List<Group> groups;
    private final String caption;

    public AblationFigure(String network, double rate, List<Group> groups, String caption) {
        this.network = network;
        this.rate = rate;
        this.groups = List.copyOf(groups);
        this.caption = caption;
    }

    @Override
    public String name() {
        return "ablations-" + network;
    }

    @Override
    public String title() {
        return "What each choice in FitAct is worth: " + network;
    }

    @Override
    public String caption() {
        return caption;
    }

    @Override
    public int height() {
        return (int) bottom() + 54;
    }

    private double bottom() {
        int rows = groups.stream().mapToInt(group -> group.rows().size()).sum();
        return TOP + rows * ROW + (groups.size() - 1) * GROUP_GAP + 8;
    }

    @Override
    public void draw(Canvas canvas) {
        double split = NAMES + (RIGHT - NAMES - MIDDLE_GAP) * 0.64;
        Panel faults = new Panel(NAMES, TOP, split, bottom());
        Panel loss = new Panel(split + MIDDLE_GAP, TOP, RIGHT, bottom());
        Scale x = scale(faults, AblationFigure::differences);
        Scale z = scale(loss, row -> DoubleStream.of(row.lossOfTest()));
        canvas.text(
                "accuracy at rate " + Numbers.rate(rate) + ", against the default",
                faults.left(),
                20,
                TextStyle.HEADING);
        canvas.text("test accuracy lost", loss.left(), 20, TextStyle.HEADING);
        drawPanel(canvas, faults, x);
        drawPanel(canvas, loss, z);
        faults.xTitle(canvas, "points");
        loss.xTitle(canvas, "points");
        double top = TOP + 4;
        for (Group group : groups) {
            canvas.text(group.name(), 8, top + ROW / 2 + 4, TextStyle.LABEL.sized(12.5));
            for (Row row : group.rows()) {
                drawRow(canvas, row, top + ROW / 2, x, z);
                top += ROW;
            }
            top += GROUP_GAP;
        }
    }

    private static DoubleStream differences(Row row) {
        return row.ci95().known()
                ? DoubleStream.of(row.ci95().low(), row.ci95().high())
                : DoubleStream.of(row.difference());
    }

    /** From the least to the largest of the values, with a little room, and with 0 and a point in any case. */
    private Scale scale(Panel panel, Function<Row, DoubleStream> values) {
        DoubleSummaryStatistics ends = groups.stream()
                .flatMap(group -> group.rows().stream())
                .flatMapToDouble(values::apply)
                .summaryStatistics();
        double low = Math.min(0, ends.getMin());
        double high = Math.max(ends.getMax(), low + POINT);
        double room = ROOM * (high - low);
        return Scale.linear(low - room, Math.max(0, high) + room, panel.left(), panel.right());
    }

    private void drawPanel(Canvas canvas, Panel panel, Scale x) {
        panel.xAxis(canvas, x, 5, 100, true);
        panel.baseline(canvas);
        panel.upright(canvas, x.at(0), Pen.solid(Ink.MUTED, 1.2));
    }

    private static void drawRow(Canvas canvas, Row row, double middle, Scale x, Scale z) {
        TextStyle label = TextStyle.LABEL.at(TextStyle.Anchor.END);
        canvas.text(
                row.reference() ? row.name() + " (default)" : row.name(),
                NAMES - 10,
                middle + 4,
                row.reference() ? label.in(Ink.MUTED) : label);
        if (!row.reference()) {
            if (row.ci95().known()) {
                canvas.stroke(
                        Marks.line(
                                x.at(row.ci95().low()), middle, x.at(row.ci95().high()), middle),
                        new Pen(Ink.VERMILLION, 5, 0.35, 0));
            }
            canvas.fill(Marks.dot(x.at(row.difference()), middle, 4), Ink.VERMILLION, 1);
        }
        canvas.stroke(Marks.line(z.at(0), middle, z.at(row.lossOfTest()), middle), new Pen(Ink.BLUE, 5, 0.35, 0));
        canvas.fill(Marks.dot(z.at(row.lossOfTest()), middle, 3.6), Ink.BLUE, 1);
    }
}
