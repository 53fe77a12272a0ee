package org.fitact.report.drawing;

/**
 * An axis of a plot.
 *
 * @param name {@code x} or {@code y}
 * @param factor by which its values are shown, 100 for per cent
 */
public record Axis(String name, Scale scale, double factor) {

    public static Axis x(Scale scale, double factor) {
        return new Axis("x", scale, factor);
    }

    public static Axis y(Scale scale, double factor) {
        return new Axis("y", scale, factor);
    }
}
