package org.fitact.report.figure;

import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Picture;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.Example;
import org.fitact.results.Examples;
import org.fitact.text.Numbers;

/** Images that the broken network gets wrong and the hardened one right. */
public final class ExamplesFigure implements Figure {

    private static final int COLUMNS = 6;
    private static final double SIDE = 124;
    private static final double CELL_WIDTH = (WIDTH - 20.0) / COLUMNS;
    private static final double CELL_HEIGHT = SIDE + 68;

    private final Examples examples;

    public ExamplesFigure(Examples examples) {
        this.examples = examples;
    }

    public Examples examples() {
        return examples;
    }

    @Override
    public String name() {
        return "examples";
    }

    @Override
    public String title() {
        return "Wrong when broken, right when hardened";
    }

    @Override
    public String caption() {
        return "Test images chosen because " + examples.brokenScheme() + " gets them wrong and "
                + examples.hardenedScheme() + " right under the same flipped bits (rate "
                + Numbers.rate(examples.rate()) + ", trial " + examples.trial()
                + "). They illustrate; how often each network is right is in the other figures.";
    }

    @Override
    public int height() {
        return (int) Math.ceil((double) examples.images().size() / COLUMNS) * (int) CELL_HEIGHT + 8;
    }

    @Override
    public void draw(Canvas canvas) {
        for (int i = 0; i < examples.images().size(); i++) {
            double x = 10 + i % COLUMNS * CELL_WIDTH + (CELL_WIDTH - SIDE) / 2;
            double y = 8 + i / COLUMNS * CELL_HEIGHT;
            drawExample(canvas, examples.images().get(i), x, y);
        }
    }

    private void drawExample(Canvas canvas, Example example, double x, double y) {
        Picture picture = Picture.of(example.width(), example.height(), example.channels(), example.pixels());
        canvas.image(picture, x, y, SIDE, SIDE);
        canvas.stroke(Marks.box(x, y, x + SIDE, y + SIDE), Pen.solid(Ink.GRID, 1));
        canvas.text(shortened(examples.className(example.label())), x, y + SIDE + 17, TextStyle.HEADING);
        drawCross(canvas, x + 4.5, y + SIDE + 29.5);
        canvas.text(shortened(examples.className(example.broken())), x + 15, y + SIDE + 34, TextStyle.LABEL);
        drawTick(canvas, x + 4.5, y + SIDE + 46.5);
        canvas.text(shortened(examples.className(example.hardened())), x + 15, y + SIDE + 51, TextStyle.LABEL);
    }

    private static void drawCross(Canvas canvas, double x, double y) {
        canvas.stroke(Marks.line(x - 3.5, y - 3.5, x + 3.5, y + 3.5), Pen.solid(Ink.VERMILLION, 2));
        canvas.stroke(Marks.line(x - 3.5, y + 3.5, x + 3.5, y - 3.5), Pen.solid(Ink.VERMILLION, 2));
    }

    private static void drawTick(Canvas canvas, double x, double y) {
        canvas.stroke(
                Marks.polyline(new double[] {x - 4, x - 1, x + 4.5}, new double[] {y, y + 3.5, y - 4}),
                Pen.solid(Ink.BLUE, 2));
    }

    private static String shortened(String name) {
        return Glyphs.fitting(name, TextStyle.HEADING, SIDE);
    }
}
