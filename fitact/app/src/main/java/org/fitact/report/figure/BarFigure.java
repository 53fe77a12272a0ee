package org.fitact.report.figure;

import java.util.List;
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

/**
 * Groups of horizontal bars with intervals, from a common zero. An interval that is far longer than any bar, as that of two
 * values that differ, is cut: it would leave no room for the bars.
 *
 * @param unit names the x axis
 * @param inks a colour for each bar of a group, repeated where there are more bars
 */
public record BarFigure(String name, String title, String caption, String unit, List<Group> groups, List<Ink> inks)
        implements Figure {

    private static final double TOP = 12;
    private static final double BAR = 15;
    private static final double GROUP_GAP = 16;
    private static final double HEADING = 20;
    private static final double LEFT = 150;
    private static final double RIGHT = 70;

    /** The farthest end of an interval that is drawn, in longest bars. */
    private static final double REACH = 3;

    /**
     * Bars under one heading.
     *
     * @param bars from top to bottom
     */
    public record Group(String label, List<Bar> bars) {}

    /**
     * One bar.
     *
     * @param interval drawn as a whisker if it is known; where it is cut the whisker has no cap
     */
    public record Bar(String label, double value, Interval interval) {}

    public BarFigure {
        groups = List.copyOf(groups);
        inks = List.copyOf(inks);
        if (groups.isEmpty() || inks.isEmpty()) {
            throw new IllegalArgumentException("a bar chart needs a group and a colour, found " + groups.size()
                    + " groups and " + inks.size() + " colours");
        }
    }

    @Override
    public int height() {
        return (int) (bottom() + 52);
    }

    @Override
    public void draw(Canvas canvas) {
        Scale x = scale();
        Panel plot = new Panel(LEFT, TOP, WIDTH - RIGHT, bottom());
        plot.xAxis(canvas, x, 8, 1, true);
        double y = TOP;
        for (Group group : groups) {
            canvas.text(group.label(), 4, y + 14, TextStyle.HEADING);
            y += HEADING;
            for (int i = 0; i < group.bars().size(); i++) {
                bar(canvas, group.bars().get(i), inks.get(i % inks.size()), x, y);
                y += BAR;
            }
            y += GROUP_GAP;
        }
        plot.upright(canvas, x.at(0), Pen.solid(Ink.MUTED, 1));
        plot.xTitle(canvas, unit);
    }

    private void bar(Canvas canvas, Bar bar, Ink ink, Scale x, double y) {
        double middle = y + BAR / 2;
        canvas.text(bar.label(), LEFT - 10, middle + 4, TextStyle.LABEL.at(TextStyle.Anchor.END));
        canvas.fill(Marks.box(x.at(0), y + 2, x.at(bar.value()), y + BAR - 2), ink, 0.75);
        double end = Math.max(x.at(0), x.at(bar.value()));
        if (bar.interval().known()) {
            double low = x.clamped(bar.interval().low());
            double high = x.clamped(bar.interval().high());
            Pen pen = Pen.solid(Ink.TEXT, 1.1);
            canvas.stroke(Marks.line(low, middle, high, middle), pen);
            if (bar.interval().low() >= x.low()) {
                canvas.stroke(Marks.line(low, middle - 3, low, middle + 3), pen);
            }
            if (bar.interval().high() <= x.high()) {
                canvas.stroke(Marks.line(high, middle - 3, high, middle + 3), pen);
            }
            end = Math.max(end, high);
        }
        canvas.text(Numbers.fixed(bar.value(), 1), end + 6, middle + 4, TextStyle.LABEL.in(Ink.MUTED));
    }

    private Scale scale() {
        List<Bar> bars = groups.stream().flatMap(group -> group.bars().stream()).toList();
        double longest =
                bars.stream().mapToDouble(bar -> Math.abs(bar.value())).max().orElse(0);
        double reach = longest > 0 ? REACH * longest : Double.MAX_VALUE;
        double[] ends = bars.stream()
                .flatMapToDouble(bar -> bar.interval().known()
                        ? DoubleStream.of(bar.interval().low(), bar.interval().high(), bar.value())
                        : DoubleStream.of(bar.value()))
                .map(end -> Math.clamp(end, -reach, reach))
                .toArray();
        double low = Math.min(0, DoubleStream.of(ends).min().orElse(0));
        double high = Math.max(0, DoubleStream.of(ends).max().orElse(0));
        return Scale.linear(low, high > low ? high : low + 1, LEFT, WIDTH - RIGHT);
    }

    private double bottom() {
        double bars = groups.stream().mapToInt(group -> group.bars().size()).sum();
        return TOP + groups.size() * (HEADING + GROUP_GAP) + bars * BAR;
    }
}
