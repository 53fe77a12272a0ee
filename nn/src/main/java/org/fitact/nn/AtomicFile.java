package org.fitact.nn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file beside its place, forces it to the disk and moves it into place in one step. A reader sees the old file
 * or the new one, never a part; when anything fails the old file stays and nothing else is left.
 */
public final class AtomicFile {

    /** Writes the content of the file; the channel is at position 0 and is closed by the caller. */
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
        Path folder = target.toAbsolutePath().getParent();
        Path beside = null;
        try {
            if (Files.isDirectory(target)) {
                throw new FileSystemException(target.toString(), null, "it is a folder");
            }
            Path temporary = folder.resolve("." + target.getFileName() + "-" + UUID.randomUUID() + ".partial");
            try (FileChannel out =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                beside = temporary;
                content.writeTo(out);
                out.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (InvalidFileException invalidSource) {
            discard(beside, invalidSource);
            throw invalidSource;
        } catch (IOException failure) {
            discard(beside, failure);
            throw new IOException(target + ": cannot be written: " + reason(failure), failure);
        } catch (RuntimeException | Error failure) {
            discard(beside, failure);
            throw failure;
        }
    }

    /** Replaces {@code target} by these bytes. The folder must exist. */
    public static void write(Path target, byte[] content) throws IOException {
        write(target, out -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        });
    }

    private static void discard(Path beside, Throwable failure) {
        if (beside == null) {
            return;
        }
        try {
            Files.deleteIfExists(beside);
        } catch (IOException stays) {
            failure.addSuppressed(stays);
        }
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
