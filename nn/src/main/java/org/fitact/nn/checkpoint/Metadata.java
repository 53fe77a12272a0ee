package org.fitact.nn.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import org.fitact.nn.InvalidFileException;

/**
 * The texts that a file keeps beside its tensors, read as what they should be.
 *
 * @param file for messages
 * @param kind what a text is called in messages: {@code metadata}, or {@code note} of a checkpoint
 * @param entries by key
 */
public record Metadata(Path file, String kind, Map<String, String> entries) {

    /** @throws InvalidFileException if there is none of this key */
    public String text(String key) throws InvalidFileException {
        String text = entries.get(key);
        if (text == null) {
            throw invalid(key, "missing", "what this program writes");
        }
        return text;
    }

    /** @throws InvalidFileException if it is not a finite number */
    public double number(String key) throws InvalidFileException {
        String text = text(key);
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidFileException(file.toString(), kind + " " + key, text, "a finite number", e);
        }
        throw invalid(key, text, "a finite number");
    }

    /** @throws InvalidFileException if it is not a whole number from {@code least} to {@code most} */
    public long whole(String key, long least, long most) throws InvalidFileException {
        String text = text(key);
        String expected = "a whole number from " + least + " to " + most;
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidFileException(file.toString(), kind + " " + key, text, expected, e);
        }
        throw invalid(key, text, expected);
    }

    private InvalidFileException invalid(String key, String found, String expected) {
        return new InvalidFileException(file, kind + " " + key, found, expected);
    }
}
