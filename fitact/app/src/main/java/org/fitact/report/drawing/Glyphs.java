package org.fitact.report.drawing;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The outlines and widths of a font's glyphs, read from a table: one line per glyph with its code point in hexadecimal,
 * its advance and its path, in 1/1000 em, y down.
 */
public final class Glyphs {

    /** How much wider the same text is in the fonts of browsers that lack this one. */
    public static final double OTHER_FONTS = 1.18;

    private static final String ELLIPSIS = "…";
    private static final double UNITS_PER_EM = 1000;
    private static final int UNKNOWN = '?';
    private static final Glyphs REGULAR = new Glyphs("roboto-regular.glyphs");
    private static final Glyphs MEDIUM = new Glyphs("roboto-medium.glyphs");

    private record Glyph(double advance, Path2D outline) {}

    private final Map<Integer, Glyph> byCode = new HashMap<>();

    private Glyphs(String table) {
        try (InputStream stream = Glyphs.class.getResourceAsStream(table);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            lines.lines().forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException("the glyph table " + table + " cannot be read", e);
        }
    }

    static Glyphs of(TextStyle style) {
        return style.bold() ? MEDIUM : REGULAR;
    }

    /** Width of a text in pixels. */
    public static double width(String text, TextStyle style) {
        Glyphs glyphs = of(style);
        return text.codePoints().mapToDouble(code -> glyphs.glyph(code).advance).sum() * style.size() / UNITS_PER_EM;
    }

    /** A text, or where it is wider than some pixels in any font its beginning, with an ellipsis. */
    public static String fitting(String text, TextStyle style, double pixels) {
        String some = text;
        for (int end = text.length() - 1; end > 0 && OTHER_FONTS * width(some, style) > pixels; end--) {
            some = text.substring(0, end).stripTrailing() + ELLIPSIS;
        }
        return some;
    }

    /** A text, or where it is wider than some pixels in any font its end, behind an ellipsis. */
    public static String ending(String text, TextStyle style, double pixels) {
        String some = text;
        for (int start = 1; start < text.length() && OTHER_FONTS * width(some, style) > pixels; start++) {
            some = ELLIPSIS + text.substring(start).stripLeading();
        }
        return some;
    }

    /** The outline of a text that starts at the origin. */
    Path2D outline(String text, double size) {
        Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double scale = size / UNITS_PER_EM;
        double x = 0;
        for (int code : text.codePoints().toArray()) {
            Glyph glyph = glyph(code);
            outline.append(glyph.outline.getPathIterator(new AffineTransform(scale, 0, 0, scale, x, 0)), false);
            x += glyph.advance * scale;
        }
        return outline;
    }

    private Glyph glyph(int code) {
        Glyph glyph = byCode.get(code);
        return glyph == null ? byCode.get(UNKNOWN) : glyph;
    }

    private void add(String line) {
        String[] words = line.split(" ");
        Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (int i = 2; i < words.length; i++) {
            addSegment(outline, words[i]);
        }
        byCode.put(Integer.parseInt(words[0], 16), new Glyph(Integer.parseInt(words[1]), outline));
    }

    private static void addSegment(Path2D outline, String segment) {
        if (segment.equals("Z")) {
            outline.closePath();
            return;
        }
        String[] p = segment.substring(1).split(",");
        double x = Integer.parseInt(p[0]);
        double y = Integer.parseInt(p[1]);
        switch (segment.charAt(0)) {
            case 'M' -> outline.moveTo(x, y);
            case 'L' -> outline.lineTo(x, y);
            case 'Q' -> outline.quadTo(x, y, Integer.parseInt(p[2]), Integer.parseInt(p[3]));
            default -> throw new IllegalStateException("unknown segment in a glyph table: " + segment);
        }
    }
}
