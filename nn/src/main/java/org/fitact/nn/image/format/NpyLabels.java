package org.fitact.nn.image.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;

/** Labels in an array of NumPy: whole numbers of 1 to 8 bytes, one for each image. */
final class NpyLabels {

    private static final Pattern WHOLE = Pattern.compile("([<>|])([iu])([1248])");

    private static final long MOST_BYTES = 1 << 30;

    private NpyLabels() {}

    /** @param images how many labels there must be, in an array {@code [images]} or {@code [images, 1]} */
    static int[] read(String file, InputStream in, int images) throws IOException {
        NpyHeader header = NpyHeader.read(file, in);
        Matcher type = WHOLE.matcher(header.type());
        if (!type.matches()) {
            throw new InvalidFileException(file, "type", header.type(), "whole numbers");
        }
        if (header.elements() != images || header.shape().length == 0 || header.shape()[0] != images) {
            throw new InvalidFileException(file, "number of labels", "" + header.elements(), images + ", one an image");
        }
        int width = Integer.parseInt(type.group(3));
        long wanted = (long) images * width;
        if (wanted > MOST_BYTES) {
            throw new InvalidFileException(file, "content", wanted + " bytes by its header", "at most " + MOST_BYTES);
        }
        byte[] bytes = in.readNBytes((int) wanted);
        if (bytes.length < wanted) {
            throw new InvalidFileException(file, "content", bytes.length + " bytes", wanted + " by its header");
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes)
                .order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            long label = number(numbers, i * width, width, type.group(2).equals("u"));
            if (label < 0 || label >= Images.MOST_CLASSES) {
                throw new InvalidFileException(file, "label " + i, "" + label, "0 to " + (Images.MOST_CLASSES - 1));
            }
            labels[i] = (int) label;
        }
        return labels;
    }

    private static long number(ByteBuffer numbers, int at, int width, boolean unsigned) {
        return switch (width) {
            case 1 -> unsigned ? numbers.get(at) & 0xFF : numbers.get(at);
            case 2 -> unsigned ? numbers.getShort(at) & 0xFFFF : numbers.getShort(at);
            case 4 -> unsigned ? Integer.toUnsignedLong(numbers.getInt(at)) : numbers.getInt(at);
            default -> numbers.getLong(at);
        };
    }
}
