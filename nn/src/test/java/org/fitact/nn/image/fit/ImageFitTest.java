package org.fitact.nn.image.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Images;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Expected values are those of torchvision 0.14.1 on Pillow 9.4.0:
 *
 * <pre>
 * def made(h, w, c):
 *     y, x, k = np.mgrid[:h, :w, :c]
 *     return ((y * 31 + x * x * 7 + k * 59 + (x * y) % 13 * 20) % 256).astype('uint8')
 * pixels = made(h, w, c)
 * image = Image.fromarray(pixels if c == 3 else pixels[:, :, 0])
 * out = np.asarray(Compose([Resize(resize), CenterCrop(crop)])(image))
 * sha256(out.tobytes()).hexdigest()[:16], out.reshape(-1)[:4]
 * grey = np.asarray(Image.fromarray(made(5, 6, 3)).convert('L'))
 * </pre>
 */
class ImageFitTest {

    private static Raster made(int height, int width, int channels) {
        byte[] pixels = new byte[height * width * channels];
        for (int i = 0; i < pixels.length; i++) {
            int k = i % channels;
            int x = i / channels % width;
            int y = i / channels / width;
            pixels[i] = (byte) (y * 31 + x * x * 7 + k * 59 + x * y % 13 * 20);
        }
        return new Raster(height, width, channels, pixels);
    }

    private static String hash(Raster image) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(image.pixels());
        return HexFormat.of().formatHex(hash, 0, 8);
    }

    @ParameterizedTest
    @CsvSource({
        "60, 80, 3, 32, 28, 0fe9de0eb5bb31dd, 96",
        "80, 61, 3, 32, 27, 3095d149f1eba05e, 122",
        "9, 7, 1, 16, 15, b903c2f5c8e689e7, 19",
        "100, 33, 1, 33, 20, 22f4fc4e1882fe24, 76",
        "375, 500, 3, 256, 224, e4d3bd2888d1be73, 143"
    })
    void imagesAreThoseOfTorchvisionToTheBit(
            int height, int width, int channels, int resize, int crop, String expected, int first)
            throws NoSuchAlgorithmException {
        Raster fitted = new ImageFit(resize, crop, 0).apply(made(height, width, channels));
        assertEquals(crop + "x" + crop + "x" + channels, fitted.size());
        assertEquals(first, fitted.pixels()[0] & 255);
        assertEquals(expected, hash(fitted));
    }

    @Test
    void theLongerSideIsRoundedDown() {
        assertEquals("32x42x3", new ImageFit(32, 0, 0).apply(made(60, 80, 3)).size());
        assertEquals("41x32x3", new ImageFit(32, 0, 0).apply(made(80, 61, 3)).size());
    }

    @Test
    void colourBecomesGreyAndGreyColour() throws NoSuchAlgorithmException {
        Raster grey = new ImageFit(0, 0, 1).apply(made(5, 6, 3));
        assertEquals(48, grey.pixels()[0]);
        assertEquals("c7ad895a03968e73", hash(grey));
        Raster colour = new ImageFit(0, 0, 3).apply(new Raster(1, 2, 1, new byte[] {5, -1}));
        assertArrayEquals(new byte[] {5, 5, 5, -1, -1, -1}, colour.pixels());
        Raster same = made(2, 2, 3);
        assertSame(same, new ImageFit(2, 0, 3).apply(same));
    }

    @Test
    void whatCannotBeMadeIsRefused() {
        assertEquals(
                "size 10x20x1, expected at least 16x16 to crop",
                refusal(() -> new ImageFit(0, 16, 0).apply(made(10, 20, 1))));
        assertEquals(
                "size 1x40000x1, expected at most 33554432 pixels when resized",
                refusal(() -> new ImageFit(2000, 0, 0).apply(new Raster(1, 40_000, 1, new byte[40_000]))));
        assertEquals(
                "images are resized to 20 and cropped to 21, expected a crop that is not larger",
                refusal(() -> new ImageFit(20, 21, 0)));
        assertThrows(IllegalArgumentException.class, () -> new ImageFit(-1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new ImageFit(0, 4097, 0));
        assertThrows(IllegalArgumentException.class, () -> new ImageFit(0, 0, 2));
    }

    private static String refusal(Executable work) {
        return assertThrows(IllegalArgumentException.class, work).getMessage();
    }

    @Test
    void imagesOfASetAreFittedWhenTheyAreRead() {
        Raster two = made(18, 10, 1);
        ImageSet set = new ImageSet("two", 9, 10, 1, List.of("a"), two.pixels(), new int[2]);
        ImageFit fit = new ImageFit(6, 5, 3);
        Images fitted = FittedImages.of(set, fit);
        assertEquals(5 * 5 * 3, fitted.imageElements());
        Raster second = new Raster(9, 10, 1, set.image(1));
        assertArrayEquals(fit.apply(second).pixels(), fitted.image(1));
        assertSame(set, FittedImages.of(set, ImageFit.NONE));
    }
}
