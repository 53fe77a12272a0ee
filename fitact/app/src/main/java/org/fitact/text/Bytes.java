package org.fitact.text;

/** Sizes of memory as people read them. */
public final class Bytes {

    private static final double GIB = 1L << 30;
    private static final double MIB = 1L << 20;

    private Bytes() {}

    /** Such as {@code 23.4 GiB} or {@code 512 MiB}. */
    public static String format(long bytes) {
        return bytes >= GIB ? Numbers.fixed(bytes / GIB, 1) + " GiB" : Numbers.fixed(bytes / MIB, 0) + " MiB";
    }
}
