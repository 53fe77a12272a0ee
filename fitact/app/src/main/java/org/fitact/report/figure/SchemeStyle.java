package org.fitact.report.figure;

import java.awt.Shape;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fitact.protect.Protections;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.SvgCanvas;

/**
 * The colour and marker of a scheme, the same in all figures of a report, so that neither colour nor shape alone must
 * be told apart.
 *
 * @param ink its colour
 * @param marker its marker
 */
public record SchemeStyle(Ink ink, Marker marker) {

    private static final double RADIUS = 4.2;

    /** Draws the marker, set off from what lies below it. */
    void mark(Canvas canvas, double x, double y) {
        canvas.fill(marker.at(x, y, RADIUS), ink, 1);
        canvas.stroke(marker.at(x, y, RADIUS), Pen.solid(Ink.PAPER, 1));
    }

    /** The marker as an element for a page, to stand beside the scheme's name. */
    public String markup() {
        return SvgCanvas.mark(12, canvas -> canvas.fill(marker.at(6, 6, RADIUS), ink, 1));
    }

    /** The shape of a point. */
    public enum Marker {
        CIRCLE,
        SQUARE,
        TRIANGLE,
        DIAMOND,
        PENTAGON,
        INVERTED_TRIANGLE;

        Shape at(double x, double y, double radius) {
            return switch (this) {
                case CIRCLE -> Marks.dot(x, y, radius);
                case SQUARE -> Marks.box(x - 0.87 * radius, y - 0.87 * radius, x + 0.87 * radius, y + 0.87 * radius);
                case TRIANGLE -> Marks.polygon(x, y + 0.15 * radius, 1.25 * radius, 3, 0);
                case DIAMOND -> Marks.polygon(x, y, 1.25 * radius, 4, 0);
                case PENTAGON -> Marks.polygon(x, y, 1.1 * radius, 5, 0);
                case INVERTED_TRIANGLE -> Marks.polygon(x, y - 0.15 * radius, 1.25 * radius, 3, 0.5);
            };
        }
    }

    private static final List<Ink> DATA_INKS =
            List.of(Ink.VERMILLION, Ink.BLUE, Ink.GREEN, Ink.ORANGE, Ink.SKY, Ink.PURPLE, Ink.YELLOW, Ink.BLACK);

    /** Of the schemes in the order of the registry, which keep their colour from report to report. */
    private static final List<Ink> OF_REGISTRY =
            List.of(Ink.BLACK, Ink.ORANGE, Ink.PURPLE, Ink.GREEN, Ink.YELLOW, Ink.SKY, Ink.VERMILLION, Ink.BLUE);

    /** All other schemes take what is left. */
    private static final Map<String, Ink> USUAL = usual(Protections.names());

    /** The styles of schemes, in their order; beyond eight, colours repeat with other markers. */
    public static Map<String, SchemeStyle> of(List<String> schemes) {
        EnumSet<Ink> free = EnumSet.copyOf(DATA_INKS);
        schemes.forEach(scheme -> free.remove(USUAL.get(plain(scheme))));
        Map<String, SchemeStyle> styles = new LinkedHashMap<>();
        for (String scheme : schemes) {
            int index = styles.size();
            Ink ink = USUAL.get(plain(scheme));
            if (ink == null) {
                ink = DATA_INKS.stream().filter(free::remove).findFirst().orElse(DATA_INKS.get(index % 8));
            }
            styles.put(scheme, new SchemeStyle(ink, Marker.values()[index % Marker.values().length]));
        }
        return styles;
    }

    private static Map<String, Ink> usual(List<String> schemes) {
        Map<String, Ink> usual = new HashMap<>();
        for (int i = 0; i < Math.min(schemes.size(), OF_REGISTRY.size()); i++) {
            usual.put(plain(schemes.get(i)), OF_REGISTRY.get(i));
        }
        return usual;
    }

    private static String plain(String scheme) {
        return scheme.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
