package org.fitact.nn.image;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled images of one size, kept as bytes.
 *
 * @param name the data set they come from
 * @param classNames one name a class; a label is an index into it
 * @param pixels {@code [size, height, width, channels]}, channels last, each byte an unsigned intensity 0..255; not
 *     copied
 * @param labels {@code [size]}, unsigned; not copied
 */
public record ImageSet(
        String name, int height, int width, int channels, List<String> classNames, byte[] pixels, byte[] labels) {

    /** @throws IllegalArgumentException when pixels and labels do not fit each other or a label has no class */
    public ImageSet {
        classNames = List.copyOf(classNames);
        if (height <= 0 || width <= 0 || channels <= 0) {
            throw new IllegalArgumentException(
                    name + ": images are " + height + "x" + width + "x" + channels + ", expected positive sizes");
        }
        // Each side is below 2³¹, so two of them fit a long, and a third only if the two fit an int.
        long plane = (long) height * width;
        boolean tooLarge = plane > Integer.MAX_VALUE || plane * channels > Integer.MAX_VALUE;
        if (tooLarge || pixels.length != labels.length * plane * channels) {
            throw new IllegalArgumentException(name + ": " + pixels.length + " bytes of pixels, expected "
                    + labels.length + " images of " + height + "x" + width + "x" + channels);
        }
        for (int i = 0; i < labels.length; i++) {
            if (Byte.toUnsignedInt(labels[i]) >= classNames.size()) {
                throw new IllegalArgumentException(name + ": label " + i + " is " + Byte.toUnsignedInt(labels[i])
                        + ", expected 0 to " + (classNames.size() - 1));
            }
        }
    }

    /** The number of images. */
    public int size() {
        return labels.length;
    }

    /** The number of classes. */
    public int classes() {
        return classNames.size();
    }

    /** Bytes of one image: {@code height · width · channels}. */
    public int imageElements() {
        return height * width * channels;
    }

    public int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    /** The pixels of one image, {@code [height, width, channels]}, copied. */
    public byte[] image(int index) {
        byte[] image = new byte[imageElements()];
        System.arraycopy(pixels, index * image.length, image, 0, image.length);
        return image;
    }

    /** Images per class, {@code [classes]}. */
    public int[] classCounts() {
        int[] counts = new int[classes()];
        for (int i = 0; i < size(); i++) {
            counts[label(i)]++;
        }
        return counts;
    }

    /** A new set of the images at the given indices, in this order; an index may stand more than once. */
    public ImageSet subset(int[] indices) {
        int elements = imageElements();
        byte[] chosenPixels = new byte[Math.multiplyExact(indices.length, elements)];
        byte[] chosenLabels = new byte[indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(pixels, indices[i] * elements, chosenPixels, i * elements, elements);
            chosenLabels[i] = labels[indices[i]];
        }
        return new ImageSet(name, height, width, channels, classNames, chosenPixels, chosenLabels);
    }

    /** The first {@code count} images, or the set itself when it has no more. */
    public ImageSet first(int count) {
        return count >= size() ? this : subset(IntStream.range(0, count).toArray());
    }
}
