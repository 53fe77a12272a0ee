package org.fitact.cli.output;

import java.util.Locale;

/** Sizes of memory as people read them. */
public final class Bytes {

    private static final double GIB = 1L << 30;
    private static final double MIB = 1L << 20;

    private Bytes() {}

    /** Such as {@code 23.4 GiB} or {@code 512 MiB}. */
    public static String format(long bytes) {
        return bytes >= GIB
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / GIB)
                : String.format(Locale.ROOT, "%.0f MiB", bytes / MIB);
    }
}
