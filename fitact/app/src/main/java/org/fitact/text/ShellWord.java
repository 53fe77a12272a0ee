package org.fitact.text;

import java.util.regex.Pattern;

/** Words of a command that somebody is to paste. */
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+~-]+");

    private ShellWord() {}

    /** As a shell takes it: in quotes where it needs them. */
    public static String of(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
