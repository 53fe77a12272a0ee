package org.fitact.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
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
        assertEquals(List.of("result"), left());
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
    void whatAKilledProcessLeftGoesWithTheNextWriteAndWhatALiveOneWritesStays() throws Exception {
        Path file = folder.resolve("result");
        Process writer = writer(file);
        try (var lines = writer.inputReader()) {
            assertEquals("writing", lines.readLine());
            AtomicFile.write(file, new byte[1]);
            assertEquals(2, left().size(), "the result and the other process's part of one: " + left());
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertEquals(2, left().size(), "a killed process tidies nothing: " + left());
        AtomicFile.write(folder.resolve("other"), new byte[1]);
        assertEquals(3, left().size(), "what belongs to another target is not touched: " + left());
        AtomicFile.write(file, new byte[2]);
        assertEquals(List.of("other", "result"), left());
    }

    @Test
    void aProcessThatIsAskedToEndLeavesNothing() throws Exception {
        Process writer = writer(folder.resolve("result"));
        try (var lines = writer.inputReader()) {
            assertEquals("writing", lines.readLine());
            assertEquals(1, left().size());
            writer.destroy();
            writer.waitFor();
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertEquals(List.of(), left());
    }

    private static Process writer(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriter.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Writes a file without end. */
    static final class EndlessWriter {

        public static void main(String[] arguments) throws IOException {
            AtomicFile.write(Path.of(arguments[0]), out -> {
                out.write(ByteBuffer.wrap(new byte[10]));
                System.out.println("writing");
                while (true) {
                    LockSupport.park();
                }
            });
        }
    }

    @Test
    void aWriteLeavesAloneWhatThisProcessIsWriting() throws IOException {
        Path file = folder.resolve("result");
        AtomicFile.write(file, outer -> {
            outer.write(ByteBuffer.wrap(new byte[] {1}));
            AtomicFile.write(file, new byte[] {2});
            assertEquals(2, left().size());
        });
        assertEquals(List.of("result"), left());
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    }

    @Test
    void onlyPlainFilesOfExactlyThisFormAreTakenForLeftovers() throws IOException {
        String uuid = "-01234567-89ab-cdef-0123-456789abcdef";
        for (String users : List.of(
                "result.partial",
                ".result.partial",
                ".result-notes.partial",
                ".result" + uuid,
                ".result" + uuid + ".partial.bak",
                ".result" + uuid.toUpperCase(Locale.ROOT) + ".partial",
                ".my.result" + uuid + ".partial",
                ".resultx" + uuid + ".partial")) {
            Files.createFile(folder.resolve(users));
        }
        Files.createDirectory(folder.resolve(".result" + uuid + ".partial"));
        Path linked = Files.createFile(folder.resolve("linked"));
        Files.createSymbolicLink(folder.resolve(".result" + uuid.replace('0', '1') + ".partial"), linked);
        int before = left().size();
        AtomicFile.write(folder.resolve("result"), new byte[1]);
        assertEquals(before + 1, left().size());
        Files.createFile(folder.resolve(".result" + uuid.replace('0', '2') + ".partial"));
        AtomicFile.write(folder.resolve("result"), new byte[1]);
        assertEquals(before + 1, left().size());
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theMessageIsOneLineWhateverTheFileHolds() {
        InvalidFileException refusal = new InvalidFileException("f", "tensor 'a\n\u001b[2J'", "x", "y");
        assertEquals("f: tensor 'a [2J' is x, expected y", refusal.getMessage());
    }
}
