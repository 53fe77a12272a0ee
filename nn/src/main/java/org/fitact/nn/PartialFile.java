package org.fitact.nn;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The file {@code .NAME-UUID.partial} beside a target, in which the target's next content grows. Whoever writes it holds a
 * lock on it from its first byte until it is the target: one that can be locked was left by a run that was killed, and
 * goes away when the same target is written next. A process that is asked to end, as by Ctrl-C, removes its own.
 */
final class PartialFile implements AutoCloseable {

    private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final int ATTEMPTS = 8;

    /**
     * Those that this process writes, by name. They are never opened to try their lock: on POSIX systems, closing any channel
     * of a file gives up all locks that the process holds on it.
     */
    private static final Map<String, Path> OWN = new ConcurrentHashMap<>();

    static {
        // Ctrl-C ends the JVM without a word to those who write.
        Runtime.getRuntime().addShutdownHook(new Thread(PartialFile::removeOwn, "half-written files"));
    }

    private final Path path;
    private final FileChannel channel;
    private boolean inPlace;

    private PartialFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Removes what killed runs left for this target, and begins a file of its own. */
    static PartialFile beside(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        String name = target.getFileName().toString();
        removeLeftovers(folder, name);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path path = folder.resolve("." + name + "-" + UUID.randomUUID() + ".partial");
            OWN.put(path.getFileName().toString(), path);
            PartialFile file = begin(path);
            if (file.isHeld()) {
                return file;
            }
            file.close();
        }
        throw new IOException("other processes remove what is written");
    }

    private static PartialFile begin(Path path) throws IOException {
        try {
            return new PartialFile(
                    path, FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        } catch (IOException | RuntimeException failure) {
            OWN.remove(path.getFileName().toString());
            throw failure;
        }
    }

    FileChannel channel() {
        return channel;
    }

    /** Makes it the target, durably. */
    void moveTo(Path target) throws IOException {
        channel.force(true);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        inPlace = true;
    }

    /** Removes the file, unless it became the target. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (!inPlace) {
                Files.deleteIfExists(path);
            }
        } finally {
            OWN.remove(path.getFileName().toString());
        }
    }

    /**
     * Takes the lock. Another process may have found the file just before that, taken it for a leftover and removed it: it
     * does so under the lock, so that a file that is still there with the lock held stays.
     */
    private boolean isHeld() {
        try {
            return channel.tryLock() != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException noLocksHere) {
            return true; // then nobody else can lock it either, and nobody removes it
        }
    }

    private static void removeOwn() {
        for (Path file : OWN.values()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException stays) {
                // The next write of the same target removes it: this process is at its end, and has nobody left to
                // tell.
                continue;
            }
        }
    }

    private static void removeLeftovers(Path folder, String target) {
        Pattern form = Pattern.compile("\\." + Pattern.quote(target) + "-" + UUID_FORM + "\\.partial");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> form.matcher(file.getFileName().toString()).matches())) {
            for (Path file : files) {
                if (!OWN.containsKey(file.getFileName().toString())) {
                    removeIfAbandoned(file);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // Tidying is a courtesy: a folder that cannot be listed may still be written to, and if not, that is said
            // next.
            return;
        }
    }

    private static void removeIfAbandoned(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.tryLock() != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | OverlappingFileLockException othersBusiness) {
            // Of another user, on a system without locks, or being removed by another thread: it stays for those.
            return;
        }
    }
}
