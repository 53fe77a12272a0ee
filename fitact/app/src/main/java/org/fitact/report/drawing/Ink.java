package org.fitact.report.drawing;

import java.awt.Color;
import java.util.Locale;

/**
 * The colours of a report, each in a light and a dark theme. Those of data are the palette of Okabe and Ito (2008),
 * which people with any kind of colour vision can tell apart; on dark paper blue is lightened and on light paper yellow
 * darkened, for contrast.
 */
public enum Ink {
    PAPER(0xffffff, 0x16181c),
    TEXT(0x1c1e21, 0xe8e9eb),
    MUTED(0x676d75, 0x9aa1ab),
    GRID(0xe3e5e8, 0x2d3138),
    BLACK(0x3a3d42, 0xc4c8ce),
    ORANGE(0xe69f00, 0xe69f00),
    SKY(0x56b4e9, 0x56b4e9),
    GREEN(0x009e73, 0x12b389),
    YELLOW(0xbfae00, 0xf0e442),
    BLUE(0x0072b2, 0x4a9fdb),
    VERMILLION(0xd55e00, 0xee7420),
    PURPLE(0xcc79a7, 0xd58bb4);

    private final int light;
    private final int dark;

    Ink(int light, int dark) {
        this.light = light;
        this.dark = dark;
    }

    /** On a raster, which is always light. */
    Color color(double opacity) {
        return new Color(light >> 16 & 0xff, light >> 8 & 0xff, light & 0xff, (int) Math.round(255 * opacity));
    }

    /** The CSS variable that holds it, such as {@code --sky}. */
    public String variable() {
        return "--" + name().toLowerCase(Locale.ROOT);
    }

    /** The declarations of all variables, for the light or the dark theme. */
    public static String variables(boolean darkTheme) {
        StringBuilder css = new StringBuilder();
        for (Ink ink : values()) {
            css.append(ink.variable())
                    .append(":#")
                    .append(String.format(Locale.ROOT, "%06x", darkTheme ? ink.dark : ink.light));
            css.append(';');
        }
        return css.toString();
    }
}
