package org.fitact.nn.image.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.nn.InvalidFileException;

/**
 * The header of an array of NumPy (format 1.0 to 3.0): {@code \x93NUMPY}, the version, the header's length, and a dictionary of
 * Python as text.
 *
 * @param type as NumPy writes it: {@code |u1} for unsigned bytes
 * @param shape one extent a dimension
 * @param bytes of the header, behind which the numbers begin
 */
record NpyHeader(String type, int[] shape, int bytes) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 12;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']{1,20})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*False");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]{1,200})\\)");

    /** Reads a header; the stream is then at the first number. */
    static NpyHeader read(String file, InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6) || start[6] < 1 || start[6] > 3) {
            throw new InvalidFileException(file, "start", "no header of NumPy", "an array of format 1.0 to 3.0");
        }
        int lengthBytes = start[6] == 1 ? 2 : 4;
        byte[] length = in.readNBytes(lengthBytes);
        long size = 0;
        for (int i = length.length - 1; i >= 0; i--) {
            size = size << 8 | length[i] & 255;
        }
        if (length.length < lengthBytes || size > LONGEST) {
            throw new InvalidFileException(file, "length of the header", "" + size, "at most " + LONGEST);
        }
        byte[] text = in.readNBytes((int) size);
        if (text.length < size) {
            throw new InvalidFileException(file, "header", "cut off", size + " bytes");
        }
        return parse(file, new String(text, StandardCharsets.UTF_8), 8 + lengthBytes + text.length);
    }

    private static NpyHeader parse(String file, String text, int bytes) throws InvalidFileException {
        Matcher type = TYPE.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!type.find() || !shape.find() || !ORDER.matcher(text).find()) {
            throw new InvalidFileException(file, "header", "'" + text.strip() + "'", "descr, shape, and C order");
        }
        try {
            int[] extents = Pattern.compile("\\d+")
                    .matcher(shape.group(1))
                    .results()
                    .mapToInt(extent -> Integer.parseInt(extent.group()))
                    .toArray();
            return new NpyHeader(type.group(1), extents, bytes);
        } catch (NumberFormatException e) {
            throw new InvalidFileException(file, "shape", shape.group(1), "extents below 2³¹", e);
        }
    }

    /** Numbers of the array; {@code Long.MAX_VALUE} if they are more. */
    long elements() {
        long product = 1;
        for (int extent : shape) {
            if (extent > 0 && product > Long.MAX_VALUE / extent) {
                return Long.MAX_VALUE;
            }
            product *= extent;
        }
        return product;
    }

    /** Checks that the array holds images: bytes, {@code [n, height, width]} or {@code [n, height, width, 1 or 3]}. */
    void requireImages(String file, int largestSide) throws InvalidFileException {
        if (!type.equals("|u1")) {
            throw new InvalidFileException(file, "type", type, "|u1, unsigned bytes");
        }
        boolean images = (shape.length == 3 || shape.length == 4 && (shape[3] == 1 || shape[3] == 3))
                && shape[0] > 0
                && Math.min(shape[1], shape[2]) > 0
                && Math.max(shape[1], shape[2]) <= largestSide;
        if (!images) {
            throw new InvalidFileException(
                    file,
                    "shape",
                    Arrays.toString(shape),
                    "[n, height, width] or [n, height, width, 1 or 3], sides of at most " + largestSide);
        }
    }

    /** {@code 28x28x1}: height, width, channels. */
    String imageSize() {
        return shape[1] + "x" + shape[2] + "x" + channels();
    }

    int channels() {
        return shape.length == 4 ? shape[3] : 1;
    }
}
