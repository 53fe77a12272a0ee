package org.fitact.imagefile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.fit.Raster;

/**
 * Images that lie in a file each, which is read, decoded and fitted whenever its image is wanted, as many side by side as there are
 * processors and as an eighth of the heap holds files of and, again, pixels of; one, if it is larger. All have the size that the
 * first one comes to; another is refused when it is read.
 */
final class FileImages implements Images {

    /** Of a file. */
    private static final long MOST_BYTES = 256L << 20;

    private static final long SHARE_OF_HEAP = Runtime.getRuntime().maxMemory() / 8;

    /** Of the heap, while an image is decoded: as it is stored (8 where there are 4 channels of 16 bits), and a byte a colour. */
    private static final int BYTES_A_PIXEL = 12;

    private static final Allowance BYTES = new Allowance(SHARE_OF_HEAP);
    private static final Allowance PIXELS = new Allowance(SHARE_OF_HEAP / BYTES_A_PIXEL);

    private final String name;
    private final FileList files;
    private final ImageFit fit;
    private final Allowance pixels;
    private final Raster first;

    /** @throws InvalidFileException if there are no images, or the first one cannot be read */
    FileImages(String name, FileList files, ImageFit fit) throws IOException {
        this(name, files, fit, PIXELS);
    }

    /** @param pixels how many may be decoded at a time */
    FileImages(String name, FileList files, ImageFit fit, Allowance pixels) throws IOException {
        this.name = name;
        this.files = files;
        this.fit = fit;
        this.pixels = pixels;
        if (files.size() == 0) {
            throw new InvalidFileException(
                    files.folder(), "number of images", "0", "at least one PNG, JPEG or BMP file");
        }
        this.first = load(0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public int height() {
        return first.height();
    }

    @Override
    public int width() {
        return first.width();
    }

    @Override
    public int channels() {
        return first.channels();
    }

    @Override
    public List<String> classNames() {
        return files.classes();
    }

    @Override
    public int label(int index) {
        return files.label(index);
    }

    @Override
    public void read(int[] indices, byte[] target) {
        IOException[] failures = new IOException[indices.length];
        IntStream.range(0, indices.length).parallel().forEach(i -> {
            try {
                byte[] pixels = sameSize(indices[i]).pixels();
                System.arraycopy(pixels, 0, target, i * pixels.length, pixels.length);
            } catch (IOException e) {
                failures[i] = e;
            }
        });
        // The first of them, whichever thread was faster.
        Arrays.stream(failures).filter(Objects::nonNull).findFirst().ifPresent(failure -> {
            throw new UncheckedIOException(failure);
        });
    }

    private Raster sameSize(int index) throws IOException {
        Raster image = load(index);
        if (!image.size().equals(first.size())) {
            throw new InvalidFileException(
                    files.file(index),
                    "size",
                    image.size(),
                    first.size() + " as of " + files.name(0) + "; --resize and --crop make images equal");
        }
        return image;
    }

    private Raster load(int index) throws IOException {
        Path file = files.file(index);
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            // A pipe would be waited for without end.
            throw new InvalidFileException(file, "file", "no regular one", "a PNG, JPEG or BMP file");
        }
        long length = attributes.size();
        if (length > MOST_BYTES) {
            throw new InvalidFileException(file, "length", length + " bytes", "at most " + MOST_BYTES);
        }
        // In this order everywhere: who holds pixels never waits for bytes.
        try (Allowance.Held _ = BYTES.take(length);
                ImageDecoder image = ImageDecoder.open(file.toString(), Files.readAllBytes(file));
                Allowance.Held _ = pixels.take(image.pixels())) {
            return fitted(file, image.decode());
        }
    }

    private Raster fitted(Path file, Raster image) throws InvalidFileException {
        try {
            return fit.apply(image);
        } catch (IllegalArgumentException e) {
            throw InvalidFileException.refused(file.toString(), "image", e);
        }
    }
}
