package org.fitact.nn.image.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.InvalidFileException;

/**
 * A file in the binary layout of CIFAR: records of one label byte (CIFAR-100: coarse label, fine label), then the planes of 1024
 * red, 1024 green and 1024 blue bytes, which are read into channels last.
 *
 * @param labelBytes bytes before the pixels; the last one is the label that is used
 * @param classes above all labels
 */
public record CifarFile(Path file, int labelBytes, int classes) {

    /** Of both sides of an image. */
    public static final int SIDE = 32;

    public static final int CHANNELS = 3;

    private static final int PLANE = SIDE * SIDE;
    private static final int BUFFER_BYTES = 1 << 18;

    int recordBytes() {
        return labelBytes + CHANNELS * PLANE;
    }

    /**
     * The records that the file's length makes.
     *
     * @throws InvalidFileException if it has none, or a part of one
     */
    public int records() throws IOException {
        long length = Files.size(file);
        long records = length / recordBytes();
        if (length % recordBytes() != 0 || records == 0 || records > Integer.MAX_VALUE) {
            throw new InvalidFileException(file, "length", length + " bytes", "records of " + recordBytes());
        }
        return (int) records;
    }

    /**
     * Reads all records.
     *
     * @param records that there must be
     * @param pixels modified from the image {@code first} on
     * @param labels likewise
     */
    public void read(int records, byte[] pixels, int[] labels, int first) throws IOException {
        long length = Files.size(file);
        if (length != (long) records * recordBytes()) {
            throw new InvalidFileException(
                    file,
                    "length",
                    length + " bytes",
                    (long) records * recordBytes() + ", " + records + " records of " + recordBytes());
        }
        byte[] record = new byte[recordBytes()];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            for (int i = 0; i < records; i++) {
                if (in.readNBytes(record, 0, record.length) < record.length) {
                    throw new InvalidFileException(file, "record " + i, "cut off", record.length + " bytes");
                }
                int label = Byte.toUnsignedInt(record[labelBytes - 1]);
                if (label >= classes) {
                    throw new InvalidFileException(file, "label of record " + i, "" + label, "0 to " + (classes - 1));
                }
                labels[first + i] = label;
                interleave(record, labelBytes, pixels, (first + i) * CHANNELS * PLANE);
            }
        }
    }

    private static void interleave(byte[] planes, int from, byte[] target, int at) {
        for (int i = 0; i < PLANE; i++) {
            for (int c = 0; c < CHANNELS; c++) {
                target[at + CHANNELS * i + c] = planes[from + c * PLANE + i];
            }
        }
    }
}
