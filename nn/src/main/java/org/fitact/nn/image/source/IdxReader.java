package org.fitact.nn.image.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.fitact.nn.InvalidFileException;

/**
 * Reads the IDX format of the MNIST family: a big-endian magic number {@code 0x0000 08 dd} (unsigned bytes, {@code dd}
 * dimensions), one big-endian int a dimension, then the bytes.
 */
public final class IdxReader {

    static final int LABELS_MAGIC = 0x0801;
    static final int IMAGES_MAGIC = 0x0803;
    private static final int BUFFER_BYTES = 1 << 16;

    /** What the largest set of the family has, and a few bytes of gzip could claim millions. */
    private static final int MOST_ITEMS = 70_000;

    /** Of images of any number: what their pixels may take. */
    private static final long MOST_BYTES = 1 << 30;

    private static final int LARGEST_SIDE = 4096;

    /** Where the bytes come from: a file or a resource, opened anew at each call. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** Grey images, {@code pixels} is {@code [count, rows, columns]}. */
    public record Images(int count, int rows, int columns, byte[] pixels) {

        /** The images in the middle of larger ones of {@code side} x {@code side} zeros. */
        Images padded(int side) {
            int top = (side - rows) / 2;
            int left = (side - columns) / 2;
            byte[] target = new byte[Math.multiplyExact(count, side * side)];
            for (int row = 0; row < count * rows; row++) {
                int image = row / rows;
                int y = top + row % rows;
                System.arraycopy(pixels, row * columns, target, (image * side + y) * side + left, columns);
            }
            return new Images(count, side, side, target);
        }
    }

    private final String file;
    private final Opener opener;

    /** @param file for messages; gzip if it ends so */
    public IdxReader(String file, Opener opener) {
        this.file = file;
        this.opener = opener;
    }

    /** Images of {@code side} x {@code side}; what the header says is checked before anything else is read. */
    Images images(int side) throws IOException {
        return read(in -> {
            int count = header(in, IMAGES_MAGIC, MOST_ITEMS);
            int rows = readInt(in, "number of rows");
            int columns = readInt(in, "number of columns");
            if (rows != side || columns != side) {
                throw invalid("image size", rows + "x" + columns, side + "x" + side);
            }
            return new Images(count, rows, columns, body(in, count * side * side));
        });
    }

    /** Images of any size, all of them together of at most {@value #MOST_BYTES} bytes. */
    public Images images() throws IOException {
        return read(in -> {
            int count = header(in, IMAGES_MAGIC, MOST_BYTES);
            int rows = side(readInt(in, "number of rows"), "number of rows");
            int columns = side(readInt(in, "number of columns"), "number of columns");
            long bytes = (long) count * rows * columns;
            if (bytes > MOST_BYTES) {
                throw invalid("content", bytes + " bytes by its header", "at most " + MOST_BYTES);
            }
            return new Images(count, rows, columns, body(in, (int) bytes));
        });
    }

    private int side(int found, String field) throws InvalidFileException {
        if (found < 1 || found > LARGEST_SIDE) {
            throw invalid(field, "" + found, "1 to " + LARGEST_SIDE);
        }
        return found;
    }

    /** One label for each of {@code images} images, each checked to be below {@code classes}. */
    public byte[] labels(int classes, int images) throws IOException {
        byte[] labels = read(in -> {
            int count = header(in, LABELS_MAGIC, MOST_BYTES);
            if (count != images) {
                throw invalid("number of labels", "" + count, images + ", one an image");
            }
            return body(in, count);
        });
        for (int i = 0; i < labels.length; i++) {
            int label = Byte.toUnsignedInt(labels[i]);
            if (label >= classes) {
                throw invalid("label " + i, "" + label, "0 to " + (classes - 1));
            }
        }
        return labels;
    }

    /** The error for a field of this file. */
    InvalidFileException invalid(String field, String found, String expected) {
        return new InvalidFileException(file, field, found, expected);
    }

    private interface Parser<T> {
        T parse(InputStream in) throws IOException;
    }

    private <T> T read(Parser<T> parser) throws IOException {
        try (InputStream raw = opener.open();
                InputStream in = file.endsWith(".gz")
                        ? new GZIPInputStream(raw, BUFFER_BYTES)
                        : new BufferedInputStream(raw, BUFFER_BYTES)) {
            T value = parser.parse(in);
            // Reading to the end makes the gzip stream check its CRC, too.
            if (in.read() >= 0) {
                throw invalid("length", "larger than its header says", "no trailing bytes");
            }
            return value;
        } catch (EOFException truncated) {
            throw new InvalidFileException(file, "gzip stream", "truncated", "a complete stream", truncated);
        } catch (ZipException corrupt) {
            throw new InvalidFileException(
                    file, "gzip stream", "corrupt (" + corrupt.getMessage() + ")", "a sound stream", corrupt);
        }
    }

    private int header(InputStream in, int magic, long most) throws IOException {
        int found = readInt(in, "magic number");
        if (found != magic) {
            throw invalid(
                    "magic number",
                    String.format(Locale.ROOT, "0x%08x", found),
                    String.format(Locale.ROOT, "0x%08x", magic));
        }
        int count = readInt(in, "number of items");
        if (count < 1 || count > most) {
            throw invalid("number of items", "" + count, "1 to " + most);
        }
        return count;
    }

    private int readInt(InputStream in, String field) throws IOException {
        byte[] bytes = in.readNBytes(Integer.BYTES);
        if (bytes.length < Integer.BYTES) {
            throw invalid(field, "cut off by the end of the file", "4 bytes");
        }
        return bytes[0] << 24 | (bytes[1] & 255) << 16 | (bytes[2] & 255) << 8 | bytes[3] & 255;
    }

    // readNBytes grows its array as bytes arrive, so a lying header cannot make it allocate more than the file holds.
    private byte[] body(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw invalid("content", bytes.length + " bytes", length + " by its header");
        }
        return bytes;
    }
}
