package org.fitact.nn.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSetTest {

    /** Their product as an int is 0 or small, which the pixels that are there would fit. */
    @ParameterizedTest
    @CsvSource({"65536, 65536, 1, 0", "65536, 32768, 2, 0", "1, 65537, 65536, 65536", "46341, 46341, 2, 0"})
    void imagesWhoseSizeIsBeyondAnIntAreRefused(int height, int width, int channels, int pixels) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ImageSet(
                                "made", height, width, channels, List.of("a"), new byte[pixels], new byte[1]))
                .getMessage();
        assertEquals(
                "made: " + pixels + " bytes of pixels, expected 1 images of " + height + "x" + width + "x" + channels,
                message);
    }
}
