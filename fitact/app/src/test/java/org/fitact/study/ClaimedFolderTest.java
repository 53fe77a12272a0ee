package org.fitact.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ClaimedFolderTest {

    @TempDir
    private Path folder;

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void nobodyElseWritesMeanwhile() throws IOException {
        ClaimedFolder first = ClaimedFolder.claim(folder);
        FileSystemException refused = assertThrows(FileSystemException.class, () -> ClaimedFolder.claim(folder));
        assertTrue(
                refused.getReason()
                        .startsWith("another fitact (process "
                                + ProcessHandle.current().pid() + ") is writing there"),
                refused.getReason());
        first.close();
        ClaimedFolder.claim(folder).close();
        assertEquals(List.of(), content(folder));
    }

    /** As a process leaves it that was killed. */
    @Test
    void aFileWithoutALockIsNoObstacle() throws IOException {
        Files.writeString(folder.resolve(".fitact.lock"), "1 an owner that is gone");
        ClaimedFolder.claim(folder).close();
        assertEquals(List.of(), content(folder));
    }

    /** Linux's device that is always full stands for a full disk. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsSaidWithTheFolderAndNothingStays() throws IOException {
        Files.createSymbolicLink(folder.resolve(".fitact.lock"), Path.of("/dev/full"));
        FileSystemException refused = assertThrows(FileSystemException.class, () -> ClaimedFolder.claim(folder));
        assertEquals(folder.toString(), refused.getFile());
        assertEquals("cannot be written to: No space left on device", refused.getReason());
        assertEquals(List.of(), content(folder));
    }

    @Test
    void whatWasMadeForNothingIsRemoved() throws IOException {
        Path deep = folder.resolve("a/b/c");
        try (ClaimedFolder claimed = ClaimedFolder.claim(deep)) {
            assertTrue(Files.isDirectory(deep));
            Files.createFile(claimed.study().model());
            claimed.removeNew(claimed.study().model());
        }
        assertEquals(List.of(), content(folder));
    }

    @Test
    void whatWasThereOrIsOfUseStays() throws IOException {
        Path deep = folder.resolve("a/b");
        try (ClaimedFolder claimed = ClaimedFolder.claim(deep)) {
            Files.createFile(claimed.study().model());
        }
        try (ClaimedFolder claimed = ClaimedFolder.claim(deep)) {
            claimed.removeNew(claimed.study().model(), claimed.study().trials());
        }
        assertEquals(List.of(deep.resolve("model.safetensors")), content(deep));
    }

    @Test
    void aBeginningThatNothingFollowedIsRemoved() throws IOException {
        Path deep = folder.resolve("a/b");
        try (ClaimedFolder _ = ClaimedFolder.claim(deep, "preset.json")) {
            Files.createFile(deep.resolve("preset.json"));
            Files.createDirectories(deep.resolve("networks/lenet"));
        }
        assertEquals(List.of(), content(folder));
        try (ClaimedFolder _ = ClaimedFolder.claim(deep, "preset.json")) {
            Files.createFile(deep.resolve("preset.json"));
            Files.createFile(Files.createDirectories(deep.resolve("networks")).resolve("preset.json"));
        }
        assertEquals(2, content(deep).size());
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThrows(IOException.class, () -> ClaimedFolder.claim(file));
        assertThrows(IOException.class, () -> ClaimedFolder.claim(file.resolve("below")));
        assertFalse(Files.isDirectory(file));
    }
}
