package org.fitact.cli.value;

import java.util.Locale;

/** Values as options take them. */
public final class OptionText {

    private OptionText() {}

    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
