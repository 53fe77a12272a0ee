package org.fitact.report.figure;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.report.drawing.Glyphs;

/**
 * Makes the glyph tables that {@link Glyphs} reads from a TrueType font. Arguments: the font file, the table to write.
 * The committed tables come from Roboto-Regular.ttf and Roboto-Medium.ttf.
 */
final class GlyphsFromFont {

    private static final int UNITS_PER_EM = 1000;
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final String BEYOND_LATIN_1 = "–—‘’“”•…−×≤≥≈±→←ΔΣαβγδεζηκλμρσφ√∞";
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
    private static final String PLAIN = "0123456789−";

    private GlyphsFromFont() {}

    public static void main(String[] arguments) throws Exception {
        Font font = Font.createFont(Font.TRUETYPE_FONT, Path.of(arguments[0]).toFile())
                .deriveFont((float) UNITS_PER_EM);
        StringBuilder table = new StringBuilder();
        for (int code = 0x20; code <= 0xff; code++) {
            if ((code < 0x7f || code >= 0xa0) && SUPERSCRIPTS.indexOf(code) < 0) {
                append(table, font, code, code, new AffineTransform());
            }
        }
        BEYOND_LATIN_1.codePoints().forEach(code -> append(table, font, code, code, new AffineTransform()));
        AffineTransform raised = new AffineTransform(0.62, 0, 0, 0.62, 0, -0.36 * UNITS_PER_EM);
        for (int i = 0; i < SUPERSCRIPTS.length(); i++) {
            append(table, font, SUPERSCRIPTS.charAt(i), PLAIN.charAt(i), raised);
        }
        write(Path.of(arguments[1]), table.toString());
    }

    private static void append(StringBuilder table, Font font, int code, int source, AffineTransform transform) {
        if (!font.canDisplay(source)) {
            return;
        }
        GlyphVector glyph = font.createGlyphVector(CONTEXT, Character.toString(source));
        long advance = Math.round(glyph.getGlyphMetrics(0).getAdvanceX() * transform.getScaleX());
        table.append(Integer.toHexString(code)).append(' ').append(advance);
        Shape outline = glyph.getOutline();
        double[] points = new double[6];
        for (PathIterator path = outline.getPathIterator(transform); !path.isDone(); path.next()) {
            int kind = path.currentSegment(points);
            table.append(' ').append("MLQCZ".charAt(kind));
            int count = kind == PathIterator.SEG_CLOSE ? 0 : kind == PathIterator.SEG_QUADTO ? 4 : 2;
            for (int i = 0; i < count; i++) {
                table.append(i == 0 ? "" : ",").append(Math.round(points[i]));
            }
        }
        table.append('\n');
    }

    private static void write(Path path, String text) throws IOException {
        Files.writeString(path, text);
    }
}
