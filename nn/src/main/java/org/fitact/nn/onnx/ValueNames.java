package org.fitact.nn.onnx;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the images and the logits are called in a file, which programs around it ask for by these names.
 *
 * @param input of the images
 * @param output of the logits
 */
public record ValueNames(String input, String output) {

    /** Names that can be shown and written: not long, and without what steers a terminal. */
    private static final Pattern USABLE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}");

    /** What {@link OnnxExport} calls them if nobody says another name. */
    public static final ValueNames DEFAULT = new ValueNames("images", "logits");

    private static final String INPUT_KEY = "onnx.input";
    private static final String OUTPUT_KEY = "onnx.output";

    /** @throws IllegalArgumentException if a name cannot be used, or both are one */
    public ValueNames {
        if (!USABLE.matcher(input).matches() || !USABLE.matcher(output).matches() || input.equals(output)) {
            throw new IllegalArgumentException(
                    "names of input and output, expected two of 1 to 200 printable characters");
        }
    }

    /** The names, or those of {@link #DEFAULT} where they cannot be used. */
    static ValueNames of(String input, String output) {
        try {
            return new ValueNames(input, output);
        } catch (IllegalArgumentException e) {
            return DEFAULT;
        }
    }

    /** As notes of a checkpoint. */
    public Map<String, String> toNotes() {
        return Map.of(INPUT_KEY, input, OUTPUT_KEY, output);
    }

    /** What notes of a checkpoint say; {@link #DEFAULT} where they say nothing. */
    public static ValueNames fromNotes(Map<String, String> notes) {
        return of(notes.getOrDefault(INPUT_KEY, DEFAULT.input), notes.getOrDefault(OUTPUT_KEY, DEFAULT.output));
    }
}
