package org.fitact.text;

import java.time.Duration;
import java.util.Locale;

/** Times as people read them. */
public final class Times {

    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    private Times() {}

    /** In the unit in which it is a small number, such as {@code 80 s}, {@code 75 min} or {@code 2.5 h}. */
    public static String about(double seconds) {
        if (seconds < 1.5 * MINUTE) {
            return Numbers.fixed(seconds, 0) + " s";
        }
        return seconds < 1.5 * HOUR
                ? Numbers.fixed(seconds / MINUTE, 0) + " min"
                : Numbers.fixed(seconds / HOUR, 1) + " h";
    }

    /** Of work that goes on: {@code about 3:05 min left}. */
    public static String left(Duration left) {
        return String.format(Locale.ROOT, "about %d:%02d min left", left.toMinutes(), left.toSecondsPart());
    }
}
