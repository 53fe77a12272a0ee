package org.fitact.report.drawing;

/**
 * How text is set.
 *
 * @param size in pixels
 * @param bold medium weight
 * @param ink its colour
 * @param anchor which of its points stands at the given x
 * @param upwards whether it reads from bottom to top
 */
public record TextStyle(double size, boolean bold, Ink ink, Anchor anchor, boolean upwards) {

    /** Which point of a text is given: its start, its middle or its end, always on the baseline. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    public static final TextStyle LABEL = new TextStyle(12, false, Ink.TEXT, Anchor.START, false);
    public static final TextStyle TICK = new TextStyle(11.5, false, Ink.MUTED, Anchor.MIDDLE, false);
    public static final TextStyle HEADING = new TextStyle(12.5, true, Ink.TEXT, Anchor.START, false);
    public static final TextStyle AXIS = new TextStyle(12, false, Ink.MUTED, Anchor.MIDDLE, false);

    public TextStyle at(Anchor other) {
        return new TextStyle(size, bold, ink, other, upwards);
    }

    public TextStyle in(Ink other) {
        return new TextStyle(size, bold, other, anchor, upwards);
    }

    public TextStyle sized(double other) {
        return new TextStyle(other, bold, ink, anchor, upwards);
    }

    public TextStyle turned() {
        return new TextStyle(size, bold, ink, anchor, true);
    }
}
