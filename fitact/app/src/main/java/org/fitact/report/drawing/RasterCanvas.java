package org.fitact.report.drawing;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Draws on an image, for PNG. */
public final class RasterCanvas implements Canvas {

    private final Graphics2D graphics;

    private RasterCanvas(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** Draws a figure enlarged {@code scale} times, on white. */
    static Picture draw(Figure figure, double scale) {
        int width = (int) Math.round(figure.width() * scale);
        int height = (int) Math.round(figure.height() * scale);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Ink.PAPER.color(1));
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(scale, scale);
        figure.draw(new RasterCanvas(graphics));
        graphics.dispose();
        return new Picture(image);
    }

    @Override
    public void fill(Shape shape, Ink ink, double opacity) {
        graphics.setColor(ink.color(opacity));
        graphics.fill(shape);
    }

    @Override
    public void stroke(Shape shape, Pen pen) {
        float[] dash = pen.dash() == 0 ? null : new float[] {(float) pen.dash()};
        graphics.setStroke(
                new BasicStroke((float) pen.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0));
        graphics.setColor(pen.ink().color(pen.opacity()));
        graphics.draw(shape);
    }

    @Override
    public void text(String text, double x, double y, TextStyle style) {
        double width = Glyphs.width(text, style);
        double shift = switch (style.anchor()) {
            case START -> 0;
            case MIDDLE -> -width / 2;
            case END -> -width;
        };
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        if (style.upwards()) {
            place.rotate(-Math.PI / 2);
        }
        place.translate(shift, 0);
        graphics.setColor(style.ink().color(1));
        graphics.fill(Glyphs.of(style).outline(text, style.size()).createTransformedShape(place));
    }

    @Override
    public void image(Picture picture, double x, double y, double width, double height) {
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        BufferedImage image = picture.image();
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(width / image.getWidth(), height / image.getHeight());
        graphics.drawImage(image, place, null);
    }
}
