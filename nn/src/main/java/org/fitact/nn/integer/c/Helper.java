package org.fitact.nn.integer.c;

import java.util.EnumSet;
import java.util.Locale;
import org.fitact.tensor.integer.Draws;

/** C that does not depend on the network, and is there where something asks for it; each can call what stands before it. */
enum Helper {
    NUMBERS,
    COMPARE,
    WIDE,
    PRODUCT,
    WORD,
    QUOTIENT,
    DRAWS;

    /** What it calls itself. */
    EnumSet<Helper> needs() {
        return switch (this) {
            case NUMBERS, COMPARE, WIDE, DRAWS -> EnumSet.noneOf(Helper.class);
            case PRODUCT, WORD -> EnumSet.of(WIDE);
            case QUOTIENT -> EnumSet.of(WIDE, WORD);
        };
    }

    /** The text of a network. */
    String text(String prefix, long seed) {
        return Template.resource(name().toLowerCase(Locale.ROOT) + ".h")
                .replace("NAME_", prefix + "_")
                .replace("STREAM", unsigned(Draws.STREAM))
                .replace("SEED_LOW", unsigned(seed & 0xFFFF_FFFFL))
                .replace("SEED_HIGH", unsigned(seed >>> Integer.SIZE));
    }

    private static String unsigned(long bits) {
        return Long.toUnsignedString(bits);
    }
}
