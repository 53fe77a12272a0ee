package org.fitact.nn.image.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.ImageFit;

/** Images in an array of NumPy, read from the file when they are wanted: there may be more than fit in memory. */
final class NpyImages implements Images {

    private final String name;
    private final Path file;
    private final NpyHeader header;
    private final List<String> classes;
    private final int[] labels;

    /**
     * Images that are there.
     *
     * @param header as {@link #header} read it
     * @param labels one an image, each below the number of classes
     */
    NpyImages(String name, Path file, NpyHeader header, List<String> classes, int[] labels) {
        this.name = name;
        this.file = file;
        this.header = header;
        this.classes = List.copyOf(classes);
        this.labels = labels;
    }

    /** An array of images that is as long as its header says. */
    static NpyHeader header(Path file) throws IOException {
        NpyHeader header;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            header = NpyHeader.read(file.toString(), in);
        }
        header.requireImages(file.toString(), ImageFit.LARGEST_SIDE);
        long found = Files.size(file) - header.bytes();
        if (found != header.elements()) {
            throw new InvalidFileException(file, "content", found + " bytes", header.elements() + " by its header");
        }
        return header;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return header.shape()[0];
    }

    @Override
    public int height() {
        return header.shape()[1];
    }

    @Override
    public int width() {
        return header.shape()[2];
    }

    @Override
    public int channels() {
        return header.channels();
    }

    @Override
    public List<String> classNames() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int[] indices, byte[] target) {
        int length = imageElements();
        try (FileChannel channel = FileChannel.open(file)) {
            for (int i = 0; i < indices.length; i++) {
                ByteBuffer image = ByteBuffer.wrap(target, i * length, length).slice();
                long first = header.bytes() + (long) indices[i] * length;
                while (image.hasRemaining()) {
                    if (channel.read(image, first + image.position()) < 0) {
                        throw new InvalidFileException(
                                file, "image " + indices[i], "cut off", length + " bytes, as when it was opened");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
