package org.fitact.report.figure;

import java.awt.Shape;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
        canvas.at(x, y, () -> {
            canvas.fill(marker.at(x, y, RADIUS), ink, 1);
            canvas.stroke(marker.at(x, y, RADIUS), Pen.solid(Ink.PAPER, 1));
        });
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

    /** Of the schemes in the order of the registry, which keep their colour and marker from report to report. */
    private static final List<Ink> OF_REGISTRY =
            List.of(Ink.BLACK, Ink.ORANGE, Ink.PURPLE, Ink.GREEN, Ink.YELLOW, Ink.SKY, Ink.VERMILLION, Ink.BLUE);

    /** All other schemes take what is left. */
    private static final Map<String, SchemeStyle> USUAL = usual(Protections.names());

    /** The styles of schemes, in their order; beyond eight, colours repeat with other markers. */
    public static Map<String, SchemeStyle> of(List<String> schemes) {
        EnumSet<Ink> free = EnumSet.copyOf(DATA_INKS);
        Set<SchemeStyle> taken = new HashSet<>();
        for (String scheme : schemes) {
            SchemeStyle style = USUAL.get(plain(scheme));
            if (style != null) {
                free.remove(style.ink);
                taken.add(style);
            }
        }
        Map<String, SchemeStyle> styles = new LinkedHashMap<>();
        for (String scheme : schemes) {
            SchemeStyle style = USUAL.get(plain(scheme));
            styles.put(scheme, style == null ? other(styles.size(), free, taken) : style);
        }
        return styles;
    }

    /** One that no scheme has yet, as long as there are such. */
    private static SchemeStyle other(int index, Set<Ink> free, Set<SchemeStyle> taken) {
        Ink ink = DATA_INKS.stream().filter(free::remove).findFirst().orElse(DATA_INKS.get(index % DATA_INKS.size()));
        return IntStream.range(index, index + Marker.values().length)
                .mapToObj(marker -> new SchemeStyle(ink, marker(marker)))
                .filter(taken::add)
                .findFirst()
                .orElse(new SchemeStyle(ink, marker(index)));
    }

    private static Marker marker(int index) {
        return Marker.values()[index % Marker.values().length];
    }

    private static Map<String, SchemeStyle> usual(List<String> schemes) {
        Map<String, SchemeStyle> usual = new HashMap<>();
        for (int i = 0; i < Math.min(schemes.size(), OF_REGISTRY.size()); i++) {
            usual.put(plain(schemes.get(i)), new SchemeStyle(OF_REGISTRY.get(i), marker(i)));
        }
        return usual;
    }

    private static String plain(String scheme) {
        return scheme.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
