package org.fitact.nn.image.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.InvalidFileException;

/**
 * Takes named plain files out of a {@code .tar.gz}. Only the last part of an entry's name is compared with the names
 * that are wanted, and it is written under the wanted name: no entry can reach outside the target folder. Links,
 * devices and everything else are passed over.
 *
 * <p>What an entry claims is held against what is wanted before a byte of it is unpacked: a file of the data set has the
 * length that its format demands, or at most {@value #LARGEST} bytes, and everything between the files together has at
 * most {@value #PASSED_OVER}. So a small archive unpacks to little.
 */
public final class TarGz {

    private static final int BLOCK = 512;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE_AT = 156;
    private static final int NAME_LENGTH = 100;

    /** Of a file whose length is not known before. */
    private static final long LARGEST = 256L << 20;

    /** Of headers and of entries that are not wanted, such as a read-me. */
    private static final long PASSED_OVER = 16L << 20;

    private final Path archive;
    private long passedOver;

    TarGz(Path archive) {
        this.archive = archive;
    }

    /** Writes the files of a data set into a folder; each appears there whole or not at all. */
    void extract(DataSource source, Path target) throws IOException {
        TreeSet<String> missing = new TreeSet<>(source.files());
        try (InputStream raw = Files.newInputStream(archive);
                InputStream in = new GZIPInputStream(raw, BUFFER_BYTES)) {
            byte[] header = new byte[BLOCK];
            while (!missing.isEmpty() && readHeader(in, header)) {
                long size = octal(header, SIZE_AT, SIZE_LENGTH, "entry size");
                String name = baseName(header);
                boolean plain = header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
                if (plain && missing.remove(name)) {
                    requireLength(name, size, source.length(name));
                    AtomicFile.write(target.resolve(name), out -> copy(in, Channels.newOutputStream(out), size));
                    in.skipNBytes(-size & BLOCK - 1);
                } else {
                    passOver(name, BLOCK + size);
                    in.skipNBytes(size);
                    in.skipNBytes(-size & BLOCK - 1);
                }
            }
        } catch (EOFException truncated) {
            throw new InvalidFileException(archive.toString(), "archive", "truncated", "a complete .tar.gz", truncated);
        } catch (ZipException corrupt) {
            throw new InvalidFileException(
                    archive.toString(),
                    "gzip stream",
                    "corrupt (" + corrupt.getMessage() + ")",
                    "a sound stream",
                    corrupt);
        }
        if (!missing.isEmpty()) {
            throw new InvalidFileException(archive, "entry " + missing.first(), "missing", "a file of the archive");
        }
    }

    private void requireLength(String name, long size, OptionalLong expected) throws InvalidFileException {
        if (expected.isPresent() ? size != expected.getAsLong() : size > LARGEST) {
            String wanted = expected.isPresent() ? "" + expected.getAsLong() : "at most " + LARGEST;
            throw new InvalidFileException(archive, "entry " + name, size + " bytes", wanted);
        }
    }

    private void passOver(String name, long bytes) throws InvalidFileException {
        passedOver += bytes;
        if (passedOver > PASSED_OVER) {
            throw new InvalidFileException(
                    archive,
                    "what is not of the data set, up to entry " + name + ",",
                    passedOver + " bytes",
                    "at most " + PASSED_OVER);
        }
    }

    /** False at the end of the archive: a block of zeros, or no block any more. */
    private boolean readHeader(InputStream in, byte[] header) throws IOException {
        int read = in.readNBytes(header, 0, BLOCK);
        if (read == 0) {
            return false;
        }
        if (read < BLOCK) {
            throw new EOFException();
        }
        long sum = 0;
        long all = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
            sum += own ? ' ' : header[i] & 255;
            all |= header[i];
        }
        if (all == 0) {
            return false;
        }
        long stated = octal(header, CHECKSUM_AT, CHECKSUM_LENGTH, "checksum of a tar header");
        if (stated != sum) {
            throw new InvalidFileException(archive, "checksum of a tar header", "" + stated, "" + sum);
        }
        return true;
    }

    private long octal(byte[] header, int at, int length, String field) throws IOException {
        String text = new String(header, at, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        if (!text.matches("[0-7]{1,11}")) {
            throw new InvalidFileException(archive, field, "'" + text + "'", "an octal number");
        }
        return Long.parseLong(text, 8);
    }

    private static String baseName(byte[] header) {
        int end = 0;
        while (end < NAME_LENGTH && header[end] != 0) {
            end++;
        }
        String name = new String(header, 0, end, StandardCharsets.UTF_8);
        return name.substring(name.lastIndexOf('/') + 1);
    }

    // A damaged archive must not look like a full disk, so its errors pass AtomicFile as what they are.
    private void copy(InputStream in, OutputStream out, long size) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long left = size; left > 0; ) {
            int n = read(in, buffer, left);
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    private int read(InputStream in, byte[] buffer, long left) throws InvalidFileException {
        try {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n >= 0) {
                return n;
            }
        } catch (IOException damaged) {
            throw new InvalidFileException(
                    archive.toString(), "gzip stream", "broken (" + damaged.getMessage() + ")", "a sound one", damaged);
        }
        throw new InvalidFileException(archive, "archive", "truncated", "a complete .tar.gz");
    }
}
