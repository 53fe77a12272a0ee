package org.fitact.imagefile;

import java.nio.file.Path;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;

/**
 * A line of a list of files: a name, which may have spaces, and behind white space or commas its label.
 *
 * @param label 0 to {@link Images#MOST_CLASSES} − 1
 */
record ListedFile(String name, int label) {

    /** As long as a path may be on Linux. */
    private static final int LONGEST = 4096;

    private static final int MOST_DIGITS = 9;

    /**
     * Takes a line apart, from its end, so that its length is walked through once whatever stands in it.
     *
     * @param line without white space at its ends
     * @throws InvalidFileException if it is none
     */
    static ListedFile parse(Path list, int number, String line) throws InvalidFileException {
        if (line.length() > LONGEST) {
            throw new InvalidFileException(
                    list, "length of line " + number, line.length() + " characters", "at most " + LONGEST);
        }
        int digits = line.length();
        while (digits > 0 && line.charAt(digits - 1) >= '0' && line.charAt(digits - 1) <= '9') {
            digits--;
        }
        int end = digits;
        while (end > 0 && separates(line.charAt(end - 1))) {
            end--;
        }
        int count = line.length() - digits;
        if (end == 0 || end == digits || count == 0 || count > MOST_DIGITS) {
            throw new InvalidFileException(list, "line " + number, "'" + line + "'", "a file and a label");
        }
        int label = Integer.parseInt(line, digits, line.length(), 10);
        if (label >= Images.MOST_CLASSES) {
            throw new InvalidFileException(
                    list, "label of line " + number, "" + label, "0 to " + (Images.MOST_CLASSES - 1));
        }
        return new ListedFile(line.substring(0, end), label);
    }

    private static boolean separates(char character) {
        return character == ',' || Character.isWhitespace(character);
    }
}
