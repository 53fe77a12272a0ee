package org.fitact.report.figure;

import java.awt.Shape;
import java.util.Map;
import org.fitact.report.drawing.Boxes;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Dots;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.results.PointResult;
import org.fitact.results.StudyResults;

/**
 * The trials of a scheme at a rate: a point for each, and their box.
 *
 * @param values along which it lies
 * @param upright whether those are its y, not its x
 * @param half of the box's width, in pixels
 * @param spread of the points to either side, in pixels
 */
record TrialBox(Scale values, boolean upright, double half, double spread) {

    private static final double DOT = 1.7;
    private static final int MANY = 60;

    /**
     * What there is to draw.
     *
     * @param dots which of the trials are drawn
     */
    record Trials(
            StudyResults results, RateBoxesFigure.Accuracies trials, Map<String, SchemeStyle> styles, Dots dots) {}

    /** Draws points and box of a scheme at a rate, at a pixel across. */
    void draw(Canvas canvas, Trials all, String scheme, double rate, double middle) {
        all.results
                .scheme(scheme)
                .flatMap(result -> result.at(rate))
                .ifPresent(point ->
                        canvas.about(Subject.of(scheme, point), () -> draw(canvas, all, scheme, point, middle)));
    }

    private void draw(Canvas canvas, Trials all, String scheme, PointResult point, double middle) {
        Ink ink = all.styles.get(scheme).ink();
        double[] accuracies = all.trials.of(scheme, point.rate());
        drawPoints(canvas, ink, accuracies.length, all.dots.drawn(accuracies), middle);
        drawBox(canvas, all.styles.get(scheme), point, accuracies, middle);
    }

    private void drawPoints(Canvas canvas, Ink ink, int trials, double[] drawn, double middle) {
        double opacity = trials > MANY ? 0.25 : 0.4;
        for (int i = 0; i < drawn.length; i++) {
            double along = values.at(drawn[i]);
            double across = middle + spread * Boxes.jitter(i);
            canvas.fill(upright ? Marks.dot(across, along, DOT) : Marks.dot(along, across, DOT), ink, opacity);
        }
    }

    /** The box with its whiskers, its median, and the mean as the mark of its scheme. */
    private void drawBox(Canvas canvas, SchemeStyle style, PointResult point, double[] accuracies, double middle) {
        Ink ink = style.ink();
        Boxes whiskers = Boxes.whiskers(point, accuracies);
        Pen thin = Pen.solid(ink, 1.2);
        canvas.stroke(line(whiskers.low(), middle, point.q1(), middle), thin);
        canvas.stroke(line(point.q3(), middle, whiskers.high(), middle), thin);
        Shape box = box(point.q1(), middle - half, point.q3(), middle + half);
        canvas.fill(box, ink, 0.22);
        canvas.stroke(box, thin);
        canvas.stroke(line(point.median(), middle - half, point.median(), middle + half), Pen.solid(ink, 2.6));
        double mean = values.at(point.mean());
        Shape mark = style.marker().at(upright ? middle : mean, upright ? mean : middle, 3);
        canvas.fill(mark, Ink.PAPER, 1);
        canvas.stroke(mark, thin);
    }

    private Shape line(double value1, double across1, double value2, double across2) {
        double from = values.at(value1);
        double to = values.at(value2);
        return upright ? Marks.line(across1, from, across2, to) : Marks.line(from, across1, to, across2);
    }

    private Shape box(double value1, double across1, double value2, double across2) {
        double from = values.at(value1);
        double to = values.at(value2);
        return upright ? Marks.box(across1, from, across2, to) : Marks.box(from, across1, to, across2);
    }
}
