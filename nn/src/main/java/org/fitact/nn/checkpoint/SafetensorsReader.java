package org.fitact.nn.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.nn.InvalidFileException;

/** Reads header and tensors; nothing is allocated before the header's claim was held against the file's length. */
final class SafetensorsReader {

    private SafetensorsReader() {}

    static SafetensorsFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, "content", "a folder", "a file");
        }
        try (FileChannel in = FileChannel.open(file)) {
            return read(file, in, in.size());
        }
    }

    /**
     * Reads what need not be a file.
     *
     * @param file its name, for messages
     * @param length of all of it
     */
    static SafetensorsFile read(Path file, ReadableByteChannel in, long length) throws IOException {
        if (length < Long.BYTES) {
            throw new InvalidFileException(file, "length", length + " bytes", "at least 8");
        }
        long headerBytes = take(in, Long.BYTES, file).getLong();
        requireHeaderLength(file, headerBytes, length - Long.BYTES);
        byte[] header = take(in, (int) headerBytes, file).array();
        SafetensorsHeader parsed = SafetensorsHeader.parse(file, header, length - Long.BYTES - headerBytes);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : parsed.entries()) {
            ByteBuffer data = take(in, (int) (entry.end() - entry.begin()), file);
            tensors.put(entry.name(), new StoredTensor(entry.type(), entry.shape(), data));
        }
        return new SafetensorsFile(parsed.metadata(), tensors);
    }

    // The length is unsigned: what looks negative is far too large.
    private static void requireHeaderLength(Path file, long headerBytes, long available) throws InvalidFileException {
        if (headerBytes < 2 || headerBytes > SafetensorsFile.MAX_HEADER_BYTES || headerBytes > available) {
            long limit = Math.min(available, SafetensorsFile.MAX_HEADER_BYTES);
            throw new InvalidFileException(
                    file, "header length", Long.toUnsignedString(headerBytes), "2 to " + limit + " bytes");
        }
    }

    private static ByteBuffer take(ReadableByteChannel in, int bytes, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw new InvalidFileException(file, "length", "shorter than when it was opened", "no change");
            }
        }
        return buffer.flip();
    }
}
