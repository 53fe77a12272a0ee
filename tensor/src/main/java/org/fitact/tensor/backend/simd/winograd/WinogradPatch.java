package org.fitact.tensor.backend.simd.winograd;

import java.util.Arrays;

/**
 * A square piece of one image of a feature map, some of which may lie outside: then it is a copy with zeros there. Used by
 * one thread; moved from tile to tile.
 */
final class WinogradPatch {

    private final float[] map;
    private final int height;
    private final int width;
    private final int channels;
    private final int side;
    private final float[] copy;
    private final int copyAt;

    private float[] source;
    private int at;
    private int line;

    /**
     * @param map {@code [images, height, width, channels]}
     * @param copy scratch memory of {@code side²·channels} elements from {@code copyAt} on
     */
    WinogradPatch(float[] map, int height, int width, int channels, int side, float[] copy, int copyAt) {
        this.map = map;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.side = side;
        this.copy = copy;
        this.copyAt = copyAt;
    }

    /** The array that holds the patch. */
    float[] source() {
        return source;
    }

    /** Offset of its first pixel. */
    int at() {
        return at;
    }

    /** Distance of its lines; its pixels are {@code channels} apart. */
    int line() {
        return line;
    }

    /** Moves to the patch whose first pixel is (top, left) of an image; both may be negative. */
    void move(int image, int top, int left) {
        if (top >= 0 && left >= 0 && top + side <= height && left + side <= width) {
            source = map;
            at = ((image * height + top) * width + left) * channels;
            line = width * channels;
            return;
        }
        source = copy;
        at = copyAt;
        line = side * channels;
        int first = Math.clamp(-left, 0, side);
        int end = Math.clamp(width - left, first, side);
        for (int i = 0; i < side; i++) {
            copyLine(image, top + i, left, first, end, copyAt + i * line);
        }
    }

    private void copyLine(int image, int y, int left, int first, int end, int to) {
        if (y < 0 || y >= height) {
            Arrays.fill(copy, to, to + line, 0);
            return;
        }
        int from = ((image * height + y) * width + left + first) * channels;
        Arrays.fill(copy, to, to + first * channels, 0);
        System.arraycopy(map, from, copy, to + first * channels, (end - first) * channels);
        Arrays.fill(copy, to + end * channels, to + line, 0);
    }
}
