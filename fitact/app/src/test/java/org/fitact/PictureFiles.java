package org.fitact;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.opentest4j.AssertionFailedError;

/** Pictures in the repository, held to what is drawn now; with {@code -Dfitact.docs=write} they are written. */
public final class PictureFiles {

    private static final boolean WRITE = "write".equals(System.getProperty("fitact.docs"));

    /** Steps of one colour that the edges of another JDK's lines may be off. */
    private static final int STEPS = 48;

    /** Of so many pixels one may be further off; the mark of a point has some two hundred. */
    private static final int PIXELS = 20_000;

    private PictureFiles() {}

    /** Fails where the file shows something else than the picture. */
    public static void holds(Path file, byte[] png) throws IOException {
        if (WRITE) {
            Files.write(file, png);
            return;
        }
        BufferedImage found = ImageIO.read(file.toFile());
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(png));
        if (found.getWidth() != drawn.getWidth() || found.getHeight() != drawn.getHeight()) {
            throw new AssertionFailedError(file + " is of another size than what is drawn now: -Dfitact.docs=write");
        }
        int off = 0;
        for (int y = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                off += distance(found.getRGB(x, y), drawn.getRGB(x, y)) > STEPS ? 1 : 0;
            }
        }
        if ((long) off * PIXELS > (long) drawn.getWidth() * drawn.getHeight()) {
            throw new AssertionFailedError(
                    file + " is not what is drawn now, " + off + " pixels are others: -Dfitact.docs=write");
        }
    }

    /** The largest of the three colours. */
    private static int distance(int a, int b) {
        int largest = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            largest = Math.max(largest, Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)));
        }
        return largest;
    }
}
