package org.fitact.imagefile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.fit.Raster;

/**
 * Images that lie in a file each, which is read, decoded and fitted whenever its image is wanted, several side by side. All have the
 * size that the first one comes to; another is refused when it is read.
 */
final class FileImages implements Images {

    /** Of a file. */
    private static final long MOST_BYTES = 256L << 20;

    private final String name;
    private final FileList files;
    private final ImageFit fit;
    private final Raster first;

    /** @throws InvalidFileException if there are no images, or the first one cannot be read */
    FileImages(String name, FileList files, ImageFit fit) throws IOException {
        this.name = name;
        this.files = files;
        this.fit = fit;
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
        long length = Files.size(file);
        if (length > MOST_BYTES) {
            throw new InvalidFileException(file, "length", length + " bytes", "at most " + MOST_BYTES);
        }
        Raster image = ImageDecoder.decode(file.toString(), Files.readAllBytes(file));
        try {
            return fit.apply(image);
        } catch (IllegalArgumentException e) {
            throw InvalidFileException.refused(file.toString(), "image", e);
        }
    }
}
