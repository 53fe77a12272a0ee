package org.fitact.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that this process, and no other, writes a study to, until it is closed. It is made where it is not there; if
 * it is still empty when it is closed, it is removed again, so that a command that failed leaves nothing.
 *
 * <p>The claim is a lock of the operating system on a file in the folder. It ends with the process however that ends, so
 * the file that a killed process leaves is no obstacle: the next claim takes it over.
 */
public final class ClaimedFolder implements AutoCloseable {

    private static final String LOCK = ".fitact.lock";

    /** Far behind the text, so that others can read that where a lock forbids reading. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final StudyFolder study;
    private final List<Path> made;
    private final Set<Path> found;
    private final Set<String> preliminary;
    private final FileChannel channel;

    private ClaimedFolder(
            StudyFolder study, List<Path> made, Set<Path> found, Set<String> preliminary, FileChannel channel) {
        this.study = study;
        this.made = made;
        this.found = found;
        this.preliminary = preliminary;
        this.channel = channel;
    }

    /**
     * Claims a folder.
     *
     * @param preliminary names of files without which nothing begins, and which are of no use if nothing follows: where
     *     they are all that was added to a folder that was empty, they are removed in the end
     * @throws FileSystemException if another process has claimed it, or it cannot be made or written to
     */
    public static ClaimedFolder claim(Path path, String... preliminary) throws IOException {
        List<Path> made = missing(path);
        try {
            StudyFolder study = StudyFolder.writable(path);
            FileChannel channel = lock(path);
            return new ClaimedFolder(study, made, content(path), Set.of(preliminary), channel);
        } catch (IOException | RuntimeException e) {
            removeEmpty(made);
            throw e;
        }
    }

    /** The study that lies in it. */
    public StudyFolder study() {
        return study;
    }

    /** Removes files of this folder that were not there when it was claimed: what a command began in vain. */
    public void removeNew(Path... files) throws IOException {
        for (Path file : files) {
            if (!found.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Ends the claim; removes what is of no use by itself, and the folders that were made for it, as far as they are empty. */
    @Override
    public void close() throws IOException {
        try (channel) {
            // While it is still locked: whoever waits for it then sees that it is gone, and makes another.
            Files.deleteIfExists(study.path().resolve(LOCK));
        }
        if (found.isEmpty()) {
            removePreliminary();
        }
        removeEmpty(made);
    }

    private void removePreliminary() throws IOException {
        List<Path> inside;
        try (Stream<Path> all = Files.walk(study.path())) {
            inside = all.filter(path -> !path.equals(study.path())).toList();
        }
        Predicate<Path> isUse = path -> !Files.isDirectory(path)
                && !preliminary.contains(study.path().relativize(path).toString());
        if (inside.stream().noneMatch(isUse)) {
            for (Path path : inside.reversed()) {
                Files.delete(path);
            }
        }
    }

    /**
     * Locks the file. A process loses its lock on a file when it closes that file anywhere, so it is not opened a second time
     * here: that its last owner has not removed it in between is seen by its key.
     */
    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Object opened = key(file);
            boolean ours = false;
            try {
                requireLock(channel, folder);
                if (Objects.equals(opened, key(file))) {
                    mark(channel, file);
                    ours = true;
                }
            } finally {
                if (!ours) {
                    channel.close();
                }
            }
            if (ours) {
                return channel;
            }
        }
    }

    private static void mark(FileChannel channel, Path file) throws IOException {
        String owner = Long.toString(ProcessHandle.current().pid());
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException full) {
            // An empty one is not somebody else's, who would have marked it.
            if (Files.exists(file) && Files.size(file) == 0) {
                Files.delete(file);
            }
            throw new FileSystemException(
                    file.getParent().toString(), null, "cannot be written to: " + full.getMessage());
        }
    }

    private static Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException removed) {
            return removed;
        }
    }

    private static void requireLock(FileChannel channel, Path folder) throws IOException {
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                ByteBuffer owner = ByteBuffer.allocate(20);
                channel.read(owner, 0);
                throw inUse(folder, new String(owner.array(), 0, owner.position(), StandardCharsets.UTF_8));
            }
        } catch (OverlappingFileLockException byThisProcess) {
            throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
        }
    }

    private static FileSystemException inUse(Path folder, String owner) {
        return new FileSystemException(
                folder.toString(),
                null,
                "another fitact" + (owner.isEmpty() ? "" : " (process " + owner + ")")
                        + " is writing there; wait for it, or choose another folder");
    }

    /** The folders on the way that are not there, the innermost first. */
    private static List<Path> missing(Path path) {
        List<Path> missing = new ArrayList<>();
        for (Path at = path.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
            missing.add(at);
        }
        return missing;
    }

    private static Set<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith(LOCK)).collect(Collectors.toSet());
        }
    }

    private static void removeEmpty(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException used) {
                return;
            }
        }
    }
}
