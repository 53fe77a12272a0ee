package org.fitact.nn.onnx.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of images for a file that leaves it free. */
public record ImageSize(int height, int width) {

    /** The largest side. */
    public static final int LARGEST = 9999;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})(?:x(\\d{1,4}))?");

    public ImageSize {
        if (height < 1 || width < 1 || height > LARGEST || width > LARGEST) {
            throw new IllegalArgumentException("size " + height + "x" + width + ", expected 1x1 to 9999x9999");
        }
    }

    /**
     * Of {@code 224x320}, height and width, or {@code 224} for both.
     *
     * @throws IllegalArgumentException if a text is neither
     */
    public static ImageSize parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "', expected height and width, such as 224x320");
        }
        int height = Integer.parseInt(matcher.group(1));
        return new ImageSize(height, matcher.group(2) == null ? height : Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
