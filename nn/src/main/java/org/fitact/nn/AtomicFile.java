package org.fitact.nn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Writes a file beside its place, forces it to the disk and moves it into place in one step. A reader sees the old file
 * or the new one, never a part; when anything fails the old file stays and nothing else is left. What a killed process
 * leaves beside the target, {@code .NAME-UUID.partial}, is removed when the same target is written next.
 */
public final class AtomicFile {

    /** Writes the content of the file; the channel is at position 0, locked, and closed by the caller. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Replaces {@code target} by what {@code content} writes. The folder must exist.
     *
     * @throws IOException in one line, with the file and the reason, when the file cannot be written
     */
    public static void write(Path target, Content content) throws IOException {
        try {
            if (Files.isDirectory(target)) {
                throw new FileSystemException(target.toString(), null, "it is a folder");
            }
            try (PartialFile partial = PartialFile.beside(target)) {
                content.writeTo(partial.channel());
                partial.moveTo(target);
            }
        } catch (InvalidFileException invalidSource) {
            throw invalidSource;
        } catch (IOException failure) {
            throw new IOException(target + ": cannot be written: " + reason(failure), failure);
        }
    }

    /**
     * Replaces {@code target} by these bytes. The folder must exist.
     *
     * @return the target
     */
    public static Path write(Path target, byte[] content) throws IOException {
        write(target, out -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        });
        return target;
    }

    /** The same of a text, in UTF-8. */
    public static Path write(Path target, String content) throws IOException {
        return write(target, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException gone -> "the folder does not exist";
            case NotDirectoryException file -> "its folder is not a folder";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}
