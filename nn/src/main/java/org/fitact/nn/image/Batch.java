package org.fitact.nn.image;

/**
 * Images and labels for one step.
 *
 * @param epoch counted from 0
 * @param index of the batch in its epoch, counted from 0
 * @param images normalised, {@code [size, height, width, channels]}
 * @param labels {@code [size]}
 */
public record Batch(int epoch, int index, float[] images, int[] labels) {

    /** The number of images. */
    public int size() {
        return labels.length;
    }
}
