package org.fitact.nn.image;

import java.util.List;

/**
 * Labelled images of one size that lie in memory.
 *
 * @param name the data set they come from
 * @param classNames one name a class, at most {@value Images#MOST_CLASSES}; a label is an index into it
 * @param pixels {@code [size, height, width, channels]}, channels last, each byte an unsigned intensity 0..255; not
 *     copied
 * @param labels {@code [size]}; not copied
 */
public record ImageSet(
        String name, int height, int width, int channels, List<String> classNames, byte[] pixels, int[] labels)
        implements Images {

    /** @throws IllegalArgumentException when pixels and labels do not fit each other or a label has no class */
    public ImageSet {
        classNames = List.copyOf(classNames);
        if (height <= 0 || width <= 0 || channels <= 0) {
            throw new IllegalArgumentException(
                    name + ": images are " + height + "x" + width + "x" + channels + ", expected positive sizes");
        }
        if (classNames.size() > MOST_CLASSES) {
            throw new IllegalArgumentException(
                    name + ": classes are " + classNames.size() + ", expected at most " + MOST_CLASSES);
        }
        // Each side is below 2³¹, so two of them fit a long, and a third only if the two fit an int.
        long plane = (long) height * width;
        boolean tooLarge = plane > Integer.MAX_VALUE || plane * channels > Integer.MAX_VALUE;
        if (tooLarge || pixels.length != labels.length * plane * channels) {
            throw new IllegalArgumentException(name + ": " + pixels.length + " bytes of pixels, expected "
                    + labels.length + " images of " + height + "x" + width + "x" + channels);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classNames.size()) {
                throw new IllegalArgumentException(
                        name + ": label " + i + " is " + labels[i] + ", expected 0 to " + (classNames.size() - 1));
            }
        }
    }

    /**
     * With labels as files of up to 256 classes have them.
     *
     * @param labels {@code [size]}, unsigned
     */
    public ImageSet(
            String name, int height, int width, int channels, List<String> classNames, byte[] pixels, byte[] labels) {
        this(name, height, width, channels, classNames, pixels, unsigned(labels));
    }

    private static int[] unsigned(byte[] labels) {
        int[] values = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            values[i] = Byte.toUnsignedInt(labels[i]);
        }
        return values;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int[] indices, byte[] target) {
        int elements = imageElements();
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(pixels, indices[i] * elements, target, i * elements, elements);
        }
    }
}
