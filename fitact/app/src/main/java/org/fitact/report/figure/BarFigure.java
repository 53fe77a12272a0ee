package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.Tabulation;
import org.fitact.report.drawing.TextStyle;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/**
 * Groups of horizontal bars with intervals, from a common zero, in panels side by side where they are many. An interval that is far
 * longer than any bar, as that of two values that differ, is cut: it would leave no room for the bars. Of a label for which there is no
 * room the end is shown, by which names of layers differ, and all of it is told.
 *
 * @param unit names the x axis
 * @param styles one for each bar of a group, repeated where there are more bars
 * @param width in pixels
 */
public record BarFigure(
        String name, String title, String caption, String unit, List<Group> groups, List<Style> styles, int width)
        implements Figure {

    private static final double TOP = 12;
    private static final double BAR = 15;
    private static final double GROUP_GAP = 16;
    private static final double HEADING = 20;
    private static final double RIGHT = 58;

    /** Of a panel, beyond which there are two, and of three at most. */
    private static final double TALL = 760;

    private static final int MOST_PANELS = 3;

    /** Bars of a group, beyond which it may go on in the next panel. */
    private static final int LONG = 24;

    /** The part of a panel that labels may take. */
    private static final double LABELS = 0.45;

    private static final double STRIPE = 5;

    /** The farthest end of an interval that is drawn, in longest bars. */
    private static final double REACH = 3;

    /**
     * Bars under one heading.
     *
     * @param bars from top to bottom
     */
    public record Group(String label, List<Bar> bars) {

        double height() {
            return (label.isEmpty() ? 0 : HEADING) + bars.size() * BAR + GROUP_GAP;
        }
    }

    /**
     * One bar.
     *
     * @param interval drawn as a whisker if it is known; where it is cut the whisker has no cap
     */
    public record Bar(String label, double value, Interval interval) {}

    /** How a bar is drawn, to be told from others without colours too. */
    public record Style(Ink ink, Fill fill) {

        public static Style solid(Ink ink) {
            return new Style(ink, Fill.SOLID);
        }

        private void draw(Canvas canvas, double left, double top, double right, double bottom) {
            canvas.fill(Marks.box(left, top, right, bottom), ink, fill == Fill.HOLLOW ? 0.15 : 0.75);
            if (fill == Fill.HOLLOW) {
                canvas.stroke(Marks.box(left, top, right, bottom), Pen.solid(ink, 1.4));
            }
            for (double x = left + STRIPE; fill == Fill.STRIPED && x < right; x += STRIPE) {
                canvas.stroke(Marks.line(x, top, x, bottom), Pen.solid(Ink.PAPER, 2));
            }
        }
    }

    /** What is inside of a bar. */
    public enum Fill {
        SOLID,
        STRIPED,
        HOLLOW
    }

    /** One of the usual width. */
    public BarFigure(String name, String title, String caption, String unit, List<Group> groups, List<Style> styles) {
        this(name, title, caption, unit, groups, styles, WIDTH);
    }

    public BarFigure {
        groups = List.copyOf(groups);
        styles = List.copyOf(styles);
        if (groups.isEmpty() || styles.isEmpty()) {
            throw new IllegalArgumentException("a bar chart needs a group and a style, found " + groups.size()
                    + " groups and " + styles.size() + " styles");
        }
    }

    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new BarFigure(name, title, caption, unit, groups, styles, NARROW));
    }

    @Override
    public Optional<Tabulation> numbers() {
        boolean named = groups.stream().anyMatch(group -> !group.label().isEmpty());
        List<String> columns = List.of("bar", unit, "interval from", "to");
        return Optional.of(new Tabulation(
                named ? Stream.concat(Stream.of("group"), columns.stream()).toList() : columns,
                named ? 2 : 1,
                groups.stream()
                        .flatMap(group -> group.bars().stream().map(bar -> row(named, group, bar)))
                        .toList()));
    }

    private static List<String> row(boolean named, Group group, Bar bar) {
        List<String> row = new ArrayList<>(named ? List.of(group.label()) : List.of());
        row.add(bar.label());
        row.add(Numbers.fixed(bar.value(), 2));
        row.add(bar.interval().known() ? Numbers.fixed(bar.interval().low(), 2) : Numbers.UNKNOWN);
        row.add(bar.interval().known() ? Numbers.fixed(bar.interval().high(), 2) : Numbers.UNKNOWN);
        return row;
    }

    @Override
    public int height() {
        return (int) (bottom() + 52);
    }

    /** The lower edge of the tallest panel. */
    private double bottom() {
        return TOP + panels().stream().mapToDouble(BarFigure::height).max().orElseThrow();
    }

    private static double height(List<Group> groups) {
        return groups.stream().mapToDouble(Group::height).sum();
    }

    /** The groups in panels of about one height, from left to right; a long one may be cut. */
    private List<List<Group>> panels() {
        double all = height(groups);
        int count = width < WIDTH ? 1 : (int) Math.clamp(Math.ceil(all / TALL), 1, MOST_PANELS);
        List<List<Group>> panels = new ArrayList<>();
        double above = 0;
        for (Group group : count > 1 ? groups.stream().flatMap(BarFigure::cut).toList() : groups) {
            int panel = (int) Math.min(count - 1.0, (above + group.height() / 2) * count / all);
            while (panels.size() <= panel) {
                panels.add(new ArrayList<>());
            }
            panels.get(panel).add(group);
            above += group.height();
        }
        return panels;
    }

    private static Stream<Group> cut(Group group) {
        int parts = (group.bars().size() + LONG - 1) / LONG;
        List<Group> cut = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int bars = group.bars().size();
            cut.add(new Group(
                    part == 0 ? group.label() : "",
                    group.bars().subList(part * bars / parts, (part + 1) * bars / parts)));
        }
        return cut.stream();
    }

    @Override
    public void draw(Canvas canvas) {
        List<List<Group>> panels = panels();
        double each = (double) width / panels.size();
        for (int i = 0; i < panels.size(); i++) {
            double room = room(each);
            Panel plot = new Panel(i * each + room, TOP, (i + 1) * each - RIGHT, bottom());
            draw(canvas, panels.get(i), i * each + 4, plot);
        }
    }

    /** For labels: as much as the longest needs, and no more than a part of the panel. */
    private double room(double each) {
        double longest = bars().stream()
                .mapToDouble(bar -> Glyphs.OTHER_FONTS * Glyphs.width(bar.label(), TextStyle.LABEL))
                .max()
                .orElse(0);
        return Math.min(longest + 20, LABELS * each);
    }

    private void draw(Canvas canvas, List<Group> shown, double edge, Panel plot) {
        Scale x = scale(plot.left(), plot.right());
        plot.xAxis(canvas, x, (int) Math.max(2, (plot.right() - plot.left()) / 85), 1, true);
        plot.upright(canvas, x.at(0), Pen.solid(Ink.MUTED, 1));
        double y = TOP;
        for (Group group : shown) {
            if (!group.label().isEmpty()) {
                // No line goes through a heading, which may be longer than there is room for beside the bars.
                double end = edge + Glyphs.OTHER_FONTS * Glyphs.width(group.label(), TextStyle.HEADING);
                canvas.fill(Marks.box(edge, y + 1, end + 2, y + HEADING - 1), Ink.PAPER, 1);
                canvas.text(group.label(), edge, y + 14, TextStyle.HEADING);
                y += HEADING;
            }
            for (int i = 0; i < group.bars().size(); i++) {
                Bar bar = group.bars().get(i);
                Style style = styles.get(i % styles.size());
                double top = y;
                canvas.about(told(group, bar), () -> bar(canvas, bar, style, edge, x, top));
                y += BAR;
            }
            y += GROUP_GAP;
        }
        plot.xTitle(canvas, unit);
    }

    private Subject told(Group group, Bar bar) {
        Interval interval = bar.interval();
        return Subject.told(
                "",
                group.label().isEmpty() ? bar.label() : group.label() + ", " + bar.label(),
                unit + ": " + Numbers.fixed(bar.value(), 2)
                        + (interval.known() ? " (" + Numbers.range(interval, end -> Numbers.fixed(end, 2)) + ")" : ""));
    }

    private void bar(Canvas canvas, Bar bar, Style style, double edge, Scale x, double y) {
        double middle = y + BAR / 2;
        canvas.text(
                Glyphs.ending(bar.label(), TextStyle.LABEL, x.from() - 10 - edge),
                x.from() - 10,
                middle + 4,
                TextStyle.LABEL.at(TextStyle.Anchor.END));
        double start = Math.min(x.at(0), x.at(bar.value()));
        double end = Math.max(x.at(0), x.at(bar.value()));
        style.draw(canvas, start, y + 2, end, y + BAR - 2);
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

    private List<Bar> bars() {
        return groups.stream().flatMap(group -> group.bars().stream()).toList();
    }

    private Scale scale(double from, double to) {
        List<Bar> bars = bars();
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
        return Scale.linear(low, high > low ? high : low + 1, from, to);
    }
}
