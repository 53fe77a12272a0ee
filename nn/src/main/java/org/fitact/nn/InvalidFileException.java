package org.fitact.nn;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file whose content is not what its format demands. The message is one line that names the file, the field, what
 * was found and what was expected:
 *
 * <pre>data/train-labels-idx1-ubyte.gz: label 17 is 11, expected 0 to 9</pre>
 */
public final class InvalidFileException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_PART = 400;

    /** Controls, C1 ones too, marks that turn the direction of text, halves of characters. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    private final String file;
    private final String field;
    private final String found;
    private final String expected;

    public InvalidFileException(String file, String field, String found, String expected) {
        this(file, field, found, expected, null);
    }

    public InvalidFileException(Path file, String field, String found, String expected) {
        this(file.toString(), field, found, expected, null);
    }

    public InvalidFileException(String file, String field, String found, String expected, Throwable cause) {
        this(file, field, found, expected, brief(field) + " is " + brief(found) + ", expected " + expected, cause);
    }

    private InvalidFileException(
            String file, String field, String found, String expected, String complaint, Throwable cause) {
        super(oneLine(file) + ": " + oneLine(complaint), cause);
        this.file = file;
        this.field = field;
        this.found = found;
        this.expected = expected;
    }

    /**
     * A value that was refused by what should be made of it, in whose words the message goes on:
     *
     * <pre>my.json: networks[0].search: search rate is 2.0, expected more than 0 and less than 1</pre>
     */
    public static InvalidFileException refused(String file, String field, IllegalArgumentException refusal) {
        String words = brief(String.valueOf(refusal.getMessage()));
        return new InvalidFileException(file, field, words, "a valid value", brief(field) + ": " + words, refusal);
    }

    public String file() {
        return file;
    }

    public String field() {
        return field;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }

    /** What was found comes from the file itself and may be as long as it. */
    private static String brief(String text) {
        return text.length() > LONGEST_PART ? text.substring(0, LONGEST_PART) + "…" : text;
    }

    // What was found comes from the file itself and may hold anything, terminal escapes included.
    private static String oneLine(String message) {
        return UNPRINTABLE.matcher(message).replaceAll(" ");
    }
}
