package org.fitact.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Files that exist only while something is being written. */
final class Leftovers {

    private static final List<String> ENDINGS = List.of(".partial", "-wal", "-journal", "-shm", ".lck", ".lock");
    private static final String HALF = ".partial";

    private Leftovers() {}

    /** Whether a file of this name has no place in a folder where nothing runs. */
    static boolean isOne(String name) {
        return ENDINGS.stream().anyMatch(name::endsWith) || name.startsWith("unfinished-");
    }

    /** Whether a folder or one below it holds a half-written file. */
    static boolean isHalfWritten(Path folder) {
        HalfWritten visitor = new HalfWritten();
        try {
            Files.walkFileTree(folder, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return visitor.found;
    }

    /** Files come and go while it looks. */
    private static final class HalfWritten extends SimpleFileVisitor<Path> {

        private boolean found;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found |= file.getFileName().toString().endsWith(HALF);
            return found ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path gone, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
