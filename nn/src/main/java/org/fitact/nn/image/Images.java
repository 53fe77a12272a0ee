package org.fitact.nn.image;

import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Labelled images of one size, which are read as bytes when they are wanted: they may lie in memory ({@link ImageSet}) or in
 * files that are decoded on the way. Reading the same images gives the same bytes, and is safe for several threads.
 */
public interface Images {

    /** The largest number of classes. */
    int MOST_CLASSES = 1 << 16;

    /** What {@link #forEachPiece} reads at once, if an image is not larger. */
    int PIECE_BYTES = 1 << 24;

    /** The data set they come from. */
    String name();

    /** The number of images. */
    int size();

    int height();

    int width();

    int channels();

    /** One name a class; a label is an index into it. */
    List<String> classNames();

    /** The class of an image, 0 to {@link #classes()} − 1. */
    int label(int index);

    /**
     * Reads images.
     *
     * @param indices which, in any order; one may stand more than once
     * @param target modified: receives {@code [indices.length, height, width, channels]}, channels last, each byte an unsigned
     *     intensity 0..255; what lies behind stays
     * @throws java.io.UncheckedIOException if an image cannot be read; its cause names the file
     */
    void read(int[] indices, byte[] target);

    /** The number of classes. */
    default int classes() {
        return classNames().size();
    }

    /** Bytes of one image: {@code height · width · channels}. */
    default int imageElements() {
        return height() * width() * channels();
    }

    /** The pixels of one image, {@code [height, width, channels]}. */
    default byte[] image(int index) {
        byte[] image = new byte[imageElements()];
        read(new int[] {index}, image);
        return image;
    }

    /** Images per class, {@code [classes]}. */
    default int[] classCounts() {
        int[] counts = new int[classes()];
        for (int i = 0; i < size(); i++) {
            counts[label(i)]++;
        }
        return counts;
    }

    /**
     * Reads all images once, in their order, and a few at a time.
     *
     * @param piece is given the bytes of some images and how many bytes these are; the array is used again
     */
    default void forEachPiece(ObjIntConsumer<byte[]> piece) {
        int most = Math.clamp(PIECE_BYTES / imageElements(), 1, Math.max(1, size()));
        byte[] bytes = new byte[most * imageElements()];
        for (int first = 0; first < size(); first += most) {
            int count = Math.min(most, size() - first);
            read(IntStream.range(first, first + count).toArray(), bytes);
            piece.accept(bytes, count * imageElements());
            passed(first + count, size());
        }
    }

    /**
     * Is told how far a pass over these images, or over some of them, is: here, nothing comes of it.
     *
     * @param done of {@code of} images
     */
    default void passed(int done, int of) {}

    /** The images at the given indices, in this order; an index may stand more than once. They are not copied. */
    default Images subset(int[] indices) {
        return new Selection(this, indices);
    }

    /** The first {@code count} images, or all when there are no more. */
    default Images first(int count) {
        return count >= size() ? this : subset(IntStream.range(0, count).toArray());
    }
}
