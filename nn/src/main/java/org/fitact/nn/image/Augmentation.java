package org.fitact.nn.image;

import java.util.random.RandomGenerator;

/**
 * Random changes to a training image that keep its class: a crop of the original size from the image with
 * {@code padding} black pixels around it (a shift by up to {@code padding} each way), and a horizontal flip with
 * probability 1/2.
 */
public record Augmentation(int padding, boolean horizontalFlip) {

    public static final Augmentation NONE = new Augmentation(0, false);

    /** What networks on 32x32 images are usually trained with (He et al., 2016, section 4.2). */
    public static final Augmentation STANDARD = new Augmentation(4, true);

    public Augmentation {
        if (padding < 0) {
            throw new IllegalArgumentException("padding is " + padding + ", expected zero or more");
        }
    }

    /** One draw: output pixel (y, x) is input pixel (y + dy, x + dx), x counted from the right when flipped. */
    record Draw(int dy, int dx, boolean flip) {
        static final Draw IDENTITY = new Draw(0, 0, false);
    }

    boolean isNone() {
        return padding == 0 && !horizontalFlip;
    }

    Draw draw(RandomGenerator random) {
        int shifts = 2 * padding + 1;
        int dy = random.nextInt(shifts) - padding;
        int dx = random.nextInt(shifts) - padding;
        return new Draw(dy, dx, horizontalFlip && random.nextInt(2) == 1);
    }
}
