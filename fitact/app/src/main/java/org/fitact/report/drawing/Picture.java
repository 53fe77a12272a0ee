package org.fitact.report.drawing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A small image.
 *
 * @param image its pixels
 */
public record Picture(BufferedImage image) {

    /**
     * An image from bytes.
     *
     * @param pixels [height][width][channels], one unsigned byte each; one channel is grey, three are red, green, blue
     */
    public static Picture of(int width, int height, int channels, byte[] pixels) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * channels;
                int red = pixels[at] & 0xff;
                int green = channels == 1 ? red : pixels[at + 1] & 0xff;
                int blue = channels == 1 ? red : pixels[at + 2] & 0xff;
                image.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return new Picture(image);
    }

    /** As a PNG file. */
    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", stream)) {
                throw new IllegalStateException("this JDK has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a PNG could not be encoded", e);
        }
        return bytes.toByteArray();
    }

    /** As a data URI, for a page that loads nothing. */
    public String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
    }
}
