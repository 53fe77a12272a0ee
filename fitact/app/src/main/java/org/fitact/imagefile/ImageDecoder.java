package org.fitact.imagefile;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.fit.Raster;

/**
 * Makes pixels of a PNG, JPEG or BMP file: grey, or red, green and blue, as they are stored. Profiles of colour, transparency and
 * the orientation that a camera noted are passed over, as Pillow's {@code Image.open(file).convert("RGB")} does; of 16 bits the
 * upper 8 count. The size that a file claims is held against a limit before any pixel is decoded.
 */
final class ImageDecoder implements AutoCloseable {

    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp");

    private final String file;
    private final byte[] bytes;
    private final ImageInputStream in;
    private final ImageReader reader;
    private final long pixels;

    private ImageDecoder(String file, byte[] bytes, ImageInputStream in, ImageReader reader) throws IOException {
        this.file = file;
        this.bytes = bytes;
        this.in = in;
        this.reader = reader;
        reader.setInput(in, true, true);
        this.pixels = pixels(reader.getWidth(0), reader.getHeight(0));
    }

    /**
     * Reads the header of a file.
     *
     * @param file for messages
     * @throws InvalidFileException if the bytes do not begin as one of the three formats, or claim too many pixels
     */
    static ImageDecoder open(String file, byte[] bytes) throws InvalidFileException {
        // A stream over the bytes, since ImageIO's own choice would write a file of its own.
        ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
        ImageReader reader = null;
        try {
            reader = reader(file, in);
            return new ImageDecoder(file, bytes, in, reader);
        } catch (IOException | RuntimeException e) {
            close(in, reader);
            throw broken(file, e);
        }
    }

    /** What the header says: height times width, at most {@link ImageFit#MOST_PIXELS}. */
    long pixels() {
        return pixels;
    }

    /**
     * Decodes the pixels.
     *
     * @throws InvalidFileException if the bytes are no whole image
     */
    Raster decode() throws InvalidFileException {
        try {
            Complaints complaints = new Complaints();
            reader.addIIOReadWarningListener(complaints);
            Optional<CmykJpeg> fourChannels = CmykJpeg.of(bytes);
            Raster image = fourChannels.isPresent() ? fourChannels.get().read(reader) : pixels(reader.read(0));
            complaints.requireWhole(file);
            return image;
        } catch (IOException | RuntimeException e) {
            throw broken(file, e);
        }
    }

    @Override
    public void close() {
        close(in, reader);
    }

    private static void close(ImageInputStream in, ImageReader reader) {
        if (reader != null) {
            reader.dispose();
        }
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDK's readers answer a broken file by whatever exception its contents lead them to. */
    private static InvalidFileException broken(String file, Exception e) {
        if (e instanceof InvalidFileException refusal) {
            return refusal;
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new InvalidFileException(file, "image", "broken (" + reason + ")", "a whole PNG, JPEG or BMP", e);
    }

    private static ImageReader reader(String file, ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw new InvalidFileException(file, "content", "none of these by its first bytes", "PNG, JPEG or BMP");
    }

    private long pixels(int width, int height) throws InvalidFileException {
        if (width < 1 || height < 1 || (long) width * height > ImageFit.MOST_PIXELS) {
            throw new InvalidFileException(
                    file, "size", height + "x" + width, "1 to " + ImageFit.MOST_PIXELS + " pixels");
        }
        return (long) width * height;
    }

    private static Raster pixels(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        return colours instanceof ComponentColorModel
                ? samples(image.getRaster(), colours.getComponentSize(0))
                : palette(image);
    }

    /** Bands as they are stored: the JDK would convert grey ones by the curve of its own grey. */
    private static Raster samples(java.awt.image.Raster stored, int bits) {
        int channels = stored.getNumBands() < 3 ? 1 : 3;
        int width = stored.getWidth();
        int height = stored.getHeight();
        byte[] target = new byte[height * width * channels];
        int[] row = new int[width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                stored.getSamples(0, y, width, 1, c, row);
                for (int x = 0; x < width; x++) {
                    target[(y * width + x) * channels + c] = (byte) (bits > 8 ? row[x] >> bits - 8 : row[x]);
                }
            }
        }
        return new Raster(height, width, channels, target);
    }

    /** Of palettes and packed colours, whose numbers are none of colours. */
    private static Raster palette(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] target = new byte[height * width * 3];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int rgb : row) {
                target[at++] = (byte) (rgb >> 16);
                target[at++] = (byte) (rgb >> 8);
                target[at++] = (byte) rgb;
            }
        }
        return new Raster(height, width, 3, target);
    }
}
