package org.fitact.cli;

import java.util.Locale;

/** Values as options take them. */
final class OptionText {

    private OptionText() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
