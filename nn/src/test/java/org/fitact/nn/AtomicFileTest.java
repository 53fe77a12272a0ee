package org.fitact.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void whateverFailsTheOldFileStaysAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("result"), "old");
        IOException full = new IOException("No space left on device");
        assertEquals(file + ": cannot be written: No space left on device", failure(IOException.class, file, full));
        InvalidFileException source = new InvalidFileException("in.gz", "magic number", "1", "2");
        assertEquals(source.getMessage(), failure(InvalidFileException.class, file, source));
        OutOfMemoryError memory = new OutOfMemoryError("made up");
        assertSame(
                memory,
                assertThrows(
                        OutOfMemoryError.class,
                        () -> AtomicFile.write(file, out -> {
                            throw memory;
                        })));
        assertEquals("old", Files.readString(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    private static String failure(Class<? extends IOException> type, Path file, IOException failure) {
        return assertThrows(
                        type,
                        () -> AtomicFile.write(file, out -> {
                            out.write(ByteBuffer.wrap(new byte[10]));
                            throw failure;
                        }))
                .getMessage();
    }

    @Test
    void aFolderIsNotReplaced() {
        String message = assertThrows(IOException.class, () -> AtomicFile.write(folder, out -> {}))
                .getMessage();
        assertEquals(folder + ": cannot be written: it is a folder", message);
    }

    @Test
    void theMessageIsOneLineWhateverTheFileHolds() {
        InvalidFileException refusal = new InvalidFileException("f", "tensor 'a\n\u001b[2J'", "x", "y");
        assertEquals("f: tensor 'a [2J' is x, expected y", refusal.getMessage());
    }
}
