package org.fitact.imagefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.fit.ImageFit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileImagesTest {

    @TempDir
    Path folder;

    private FileList files(int images) throws IOException {
        FileList files = new FileList(folder, List.of("a"));
        for (int i = 0; i < images; i++) {
            Path file = folder.resolve(i + ".png");
            Files.write(file, Pictures.png(5, 8, i));
            files.add(file, 0);
        }
        return files;
    }

    @Test
    void noMorePixelsAreDecodedAtATimeThanAreAllowed() throws IOException {
        Allowance pixels = new Allowance(100);
        FileImages images = new FileImages("x", files(1), ImageFit.NONE, pixels);
        CompletableFuture<byte[]> read;
        try (Allowance.Held _ = pixels.take(61)) {
            read = CompletableFuture.supplyAsync(() -> images.image(0), Thread::startVirtualThread);
            while (!pixels.isAwaited()) {
                Thread.onSpinWait();
                assertFalse(read.isDone(), "40 pixels were decoded where 39 were left");
            }
        }
        assertArrayEquals(images.image(0), read.join());
        try (Allowance.Held _ = pixels.take(60)) {
            images.image(0);
        }
    }

    /** More than are allowed, each alone; and all are given back, also where a file is broken. */
    @Test
    void anImageLargerThanTheAllowanceIsReadAlone() throws IOException {
        Allowance pixels = new Allowance(30);
        FileList files = files(9);
        FileImages images = new FileImages("x", files, new ImageFit(0, 5, 3), pixels);
        int[] all = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        images.read(all, new byte[all.length * images.imageElements()]);
        byte[] whole = Files.readAllBytes(files.file(4));
        Files.write(files.file(4), Arrays.copyOf(whole, whole.length - 30));
        assertThrows(RuntimeException.class, () -> images.read(all, new byte[all.length * images.imageElements()]));
        pixels.take(30).close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPipeIsRefusedAndNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = folder.resolve("0.png");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        FileList files = new FileList(folder, List.of("a"));
        files.add(pipe, 0);
        String message = assertThrows(InvalidFileException.class, () -> new FileImages("x", files, ImageFit.NONE))
                .getMessage();
        assertEquals(pipe + ": file is no regular one, expected a PNG, JPEG or BMP file", message);
    }
}
