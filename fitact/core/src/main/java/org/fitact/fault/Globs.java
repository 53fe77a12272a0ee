package org.fitact.fault;

import java.util.List;
import java.util.regex.Pattern;

/** Names by patterns in which {@code *} stands for any characters and {@code ?} for one. */
public final class Globs {

    private Globs() {}

    /** Whether one of the patterns is that of a name. */
    public static boolean anyMatches(List<String> globs, String name) {
        return globs.stream().anyMatch(glob -> toRegex(glob).matcher(name).matches());
    }

    private static Pattern toRegex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
