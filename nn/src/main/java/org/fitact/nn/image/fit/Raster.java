package org.fitact.nn.image.fit;

/**
 * One decoded image.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param pixels {@code [height, width, channels]}, channels last, each byte an unsigned intensity; not copied
 */
public record Raster(int height, int width, int channels, byte[] pixels) {

    public Raster {
        if (height < 1 || width < 1 || channels < 1 || pixels.length != (long) height * width * channels) {
            throw new IllegalArgumentException(
                    "image of " + height + "x" + width + "x" + channels + " has " + pixels.length + " bytes");
        }
    }

    /** {@code 480x640x3}: height, width, channels. */
    public String size() {
        return height + "x" + width + "x" + channels;
    }

    /** Grey as three equal channels. */
    Raster colour() {
        byte[] colours = new byte[Math.multiplyExact(3, pixels.length)];
        for (int i = 0; i < pixels.length; i++) {
            colours[3 * i] = pixels[i];
            colours[3 * i + 1] = pixels[i];
            colours[3 * i + 2] = pixels[i];
        }
        return new Raster(height, width, 3, colours);
    }

    /** Colour as luminance by ITU-R 601-2: {@code (19595 R + 38470 G + 7471 B) / 65536}, rounded. */
    Raster grey() {
        byte[] grey = new byte[height * width];
        for (int i = 0; i < grey.length; i++) {
            int red = pixels[3 * i] & 255;
            int green = pixels[3 * i + 1] & 255;
            int blue = pixels[3 * i + 2] & 255;
            grey[i] = (byte) (19_595 * red + 38_470 * green + 7_471 * blue + (1 << 15) >> 16);
        }
        return new Raster(height, width, 1, grey);
    }

    /** {@code side} x {@code side} pixels from the middle; where it is between two, as Python rounds: to the even one. */
    Raster centre(int side) {
        int top = (int) Math.rint((height - side) / 2.0);
        int left = (int) Math.rint((width - side) / 2.0);
        byte[] middle = new byte[side * side * channels];
        for (int y = 0; y < side; y++) {
            int from = ((top + y) * width + left) * channels;
            System.arraycopy(pixels, from, middle, y * side * channels, side * channels);
        }
        return new Raster(side, side, channels, middle);
    }
}
