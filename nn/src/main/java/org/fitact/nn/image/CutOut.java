package org.fitact.nn.image;

import java.util.random.RandomGenerator;

/**
 * A square of an image of which nothing is seen: of {@code side} pixels, around a pixel that is drawn from all alike, so that a part of it
 * may be outside. It becomes 0 after normalisation, which is the mean of the training images (DeVries and Taylor, 2017).
 *
 * @param top its first row, which may be outside
 * @param left its first column, likewise
 */
record CutOut(int top, int left, int side) {

    /** Draws the square: with the pixel (y, x), the rows y − ⌊side/2⌋ to y − ⌊side/2⌋ + side − 1, and so the columns. */
    static CutOut draw(RandomGenerator random, int side, int height, int width) {
        return new CutOut(random.nextInt(height) - side / 2, random.nextInt(width) - side / 2, side);
    }

    /**
     * Blanks it.
     *
     * @param pixels normalised, modified from {@code start} on: {@code [height, width, channels]}
     */
    void blank(float[] pixels, int start, int height, int width, int channels) {
        for (int y = Math.max(0, top); y < Math.min(height, top + side); y++) {
            for (int x = Math.max(0, left); x < Math.min(width, left + side); x++) {
                for (int c = 0; c < channels; c++) {
                    pixels[start + (y * width + x) * channels + c] = 0;
                }
            }
        }
    }
}
