package org.fitact.imagefile;

import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;
import org.fitact.nn.image.fit.Raster;

/**
 * JPEG files of four channels, as programs for print write them, which the JDK decodes but does not turn to colours. Values are
 * taken as Adobe's programs store them, inverted, and turned as Pillow does: with c and k as stored, red is
 * {@code k − k (255 − c) / 255}, rounded.
 *
 * @param ycck whether cyan, magenta and yellow are stored as luminance and two differences
 */
record CmykJpeg(boolean ycck) {

    private static final int MARKER = 0xFF;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int ADOBE = 0xEE;
    private static final int ADOBE_TRANSFORM_AT = 15;
    private static final int COMPONENTS_AT = 9;
    private static final int YCCK = 2;

    /** What the header says; empty if the file is no JPEG of four channels. */
    static Optional<CmykJpeg> of(byte[] file) {
        if (file.length < 4 || at(file, 0) != MARKER || at(file, 1) != START_OF_IMAGE) {
            return Optional.empty();
        }
        int transform = 0;
        int segment = 2;
        while (segment + 3 < file.length && at(file, segment) == MARKER) {
            int marker = at(file, segment + 1);
            if (marker == MARKER) {
                segment++; // a fill byte
                continue;
            }
            if (marker == ADOBE && segment + ADOBE_TRANSFORM_AT < file.length) {
                transform = at(file, segment + ADOBE_TRANSFORM_AT);
            }
            if (startsFrame(marker)) {
                boolean four = segment + COMPONENTS_AT < file.length && at(file, segment + COMPONENTS_AT) == 4;
                return four ? Optional.of(new CmykJpeg(transform == YCCK)) : Optional.empty();
            }
            segment += 2 + (at(file, segment + 2) << 8 | at(file, segment + 3));
        }
        return Optional.empty();
    }

    private static int at(byte[] file, int index) {
        return Byte.toUnsignedInt(file[index]);
    }

    /** SOF0 to SOF15; three numbers among them mean something else. */
    private static boolean startsFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    Raster read(ImageReader reader) throws IOException {
        java.awt.image.Raster stored = reader.readRaster(0, null);
        int width = stored.getWidth();
        int height = stored.getHeight();
        byte[] target = new byte[height * width * 3];
        int[] pixel = new int[4];
        for (int i = 0; i < height * width; i++) {
            stored.getPixel(i % width, i / width, pixel);
            if (ycck) {
                toCmy(pixel);
            }
            for (int c = 0; c < 3; c++) {
                int tmp = (255 - pixel[c]) * pixel[3] + 128;
                target[3 * i + c] = (byte) (pixel[3] - ((tmp >> 8) + tmp >> 8));
            }
        }
        return new Raster(height, width, 3, target);
    }

    /** By the equations of JFIF, of which the three are the complement. */
    private static void toCmy(int[] pixel) {
        int y = pixel[0];
        int blue = pixel[1] - 128;
        int red = pixel[2] - 128;
        pixel[0] = complement(y + 1.402 * red);
        pixel[1] = complement(y - 0.344136 * blue - 0.714136 * red);
        pixel[2] = complement(y + 1.772 * blue);
    }

    private static int complement(double value) {
        return 255 - (int) Math.clamp(Math.rint(value), 0, 255);
    }
}
