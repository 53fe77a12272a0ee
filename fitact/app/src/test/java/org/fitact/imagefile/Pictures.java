package org.fitact.imagefile;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Image files for tests. */
public final class Pictures {

    private Pictures() {}

    /** An image of noise, the same on every run. */
    public static BufferedImage noise(int type, int height, int width, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < height * width; i++) {
            image.setRGB(i % width, i / width, random.nextInt(1 << 24) | 0xFF000000);
        }
        return image;
    }

    public static byte[] file(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer of " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] png(int height, int width, long seed) {
        return file(noise(BufferedImage.TYPE_INT_RGB, height, width, seed), "png");
    }

    /** Writes a file and the folders above it. */
    static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /**
     * Folders of PNG images of three classes that a small network tells apart: a bright band at the top, in the middle, at the
     * bottom, under noise. Heights and widths vary.
     */
    public static void bands(Path folder, int images) throws IOException {
        String[] classes = {"top", "middle", "bottom"};
        Random random = new Random(1);
        for (int i = 0; i < images; i++) {
            int height = 40 + random.nextInt(9);
            int width = 40 + random.nextInt(9);
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < height; y++) {
                int light = 3 * y / height == i % 3 ? 140 : 0;
                for (int x = 0; x < width; x++) {
                    int grey = light + random.nextInt(80);
                    image.setRGB(x, y, grey << 16 | grey << 8 | grey);
                }
            }
            write(folder.resolve(classes[i % 3]).resolve("image" + i + ".png"), file(image, "png"));
        }
    }
}
