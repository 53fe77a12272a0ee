package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One image and what two networks took it for under the same faults.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param pixels [height][width][channels], one unsigned byte each, as in the data set; not copied
 * @param label the true class
 * @param broken class predicted by the unprotected network
 * @param hardened class predicted by the hardened network
 */
@JsonPropertyOrder({"width", "height", "channels", "pixels", "label", "broken", "hardened"})
public record Example(int width, int height, int channels, byte[] pixels, int label, int broken, int hardened) {

    /** @throws IllegalArgumentException if the pixels do not fill the image */
    public Example {
        if ((channels != 1 && channels != 3) || width < 1 || height < 1 || pixels.length != width * height * channels) {
            throw new IllegalArgumentException("an image of " + width + " × " + height + " × " + channels + " (1 or 3 "
                    + "channels) needs as many bytes, found " + pixels.length);
        }
    }
}
