package org.fitact.nn;

import java.util.regex.Pattern;

/** Names that become names of files: they stay in their folder, and every file system takes them. */
public final class FileName {

    private static final int LONGEST = 100;
    private static final Pattern ALLOWED = Pattern.compile("[\\p{Alnum}_][\\p{Alnum}_.+-]*");

    private FileName() {}

    /**
     * The name, if it can be that of a file.
     *
     * @param what has the name, for the message
     * @throws IllegalArgumentException if it has other characters than letters, digits, {@code _ . + -}, begins with one of
     *     the last three, or is longer than 100
     */
    public static String require(String what, String name) {
        if (name == null || name.length() > LONGEST || !ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " is '" + name + "', expected at most " + LONGEST
                            + " of A-Z, a-z, 0-9, _ . + and -, since a file is named so, and one of the first four to begin with");
        }
        return name;
    }
}
