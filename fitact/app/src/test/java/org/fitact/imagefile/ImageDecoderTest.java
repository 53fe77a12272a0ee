package org.fitact.imagefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.fit.Raster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

    /** 8x8, of Pillow 9.4.0; see {@link #fourChannelsBecomeThoseOfPillow}. */
    private static final String CMYK = """
            /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwL
            CgwJCgoK/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAAB
            fQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hp
            anN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5
            +v/aAA4EQwBNAFkASwAAPwD7k/ba/wCCkX/Is/8AFmf+f3/mYv8Arh/0716J+21/wUi/5Fn/AIsz/wA/v/Mxf9cP+nevI/22v+CkX/Is/wDF
            mf8An9/5mL/rh/071J+wR+yj/wAPpf8AhK/+K9/4Vr/wrX7D/wAwv+2f7R/tD7R/01tvJ8v7D/t7vN/h2/N//9k=
            """;

    static Raster decode(byte[] bytes) throws InvalidFileException {
        try (ImageDecoder image = ImageDecoder.open("x.png", bytes)) {
            return image.decode();
        }
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(InvalidFileException.class, () -> decode(bytes)).getMessage();
    }

    private static byte[] rgb(BufferedImage image) {
        ByteBuffer bytes = ByteBuffer.allocate(image.getHeight() * image.getWidth() * 3);
        for (int i = 0; i < image.getHeight() * image.getWidth(); i++) {
            int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
            bytes.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
        }
        return bytes.array();
    }

    @ParameterizedTest
    @CsvSource({"png, 1", "png, 2", "bmp, 1", "bmp, 5", "png, 13", "bmp, 8"})
    void coloursAreThoseThatWereWritten(String format, int type) throws InvalidFileException {
        BufferedImage image = Pictures.noise(type, 5, 9, 3);
        Raster decoded = decode(Pictures.file(image, format));
        assertEquals("5x9x3", decoded.size());
        assertArrayEquals(rgb(image), decoded.pixels());
    }

    @Test
    void greyIsAsItIsStoredAndOfSixteenBitsTheUpperCount() throws InvalidFileException {
        BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage deep = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        byte[] expected = new byte[256];
        for (int x = 0; x < 256; x++) {
            grey.getRaster().setSample(x, 0, 0, x);
            ((DataBufferUShort) deep.getRaster().getDataBuffer()).getData()[x] = (short) (x << 8 | 200);
            expected[x] = (byte) x;
        }
        assertArrayEquals(expected, decode(Pictures.file(grey, "png")).pixels());
        assertArrayEquals(expected, decode(Pictures.file(deep, "png")).pixels());
        assertEquals("1x256x1", decode(Pictures.file(grey, "jpg")).size());
    }

    /**
     * From Python with Pillow 9.4.0; the second file is the first with 2 for its Adobe transform:
     *
     * <pre>
     * y, x, k = np.mgrid[:8, :8, :4]
     * a = ((y // 4 * 80 + x // 4 * 60 + k * 40) % 256).astype('uint8')
     * Image.fromarray(a, 'CMYK').save(file, 'JPEG', quality=95)
     * rgb = np.asarray(Image.open(file).convert('RGB')); rgb[0, 0], rgb[0, 7], rgb[7, 0], rgb[7, 7]
     * </pre>
     */
    @Test
    void fourChannelsBecomeThoseOfPillow() throws InvalidFileException {
        byte[] file = Base64.getMimeDecoder().decode(CMYK);
        assertClose(new int[] {134, 113, 92, 58, 46, 34, 38, 30, 21, 113, 74, 34}, corners(decode(file)));
        file[17] = 2;
        assertClose(new int[] {0, 34, 0, 23, 18, 4, 28, 13, 15, 250, 54, 229}, corners(decode(file)));
    }

    private static int[] corners(Raster image) {
        ByteBuffer corners = ByteBuffer.allocate(12);
        for (int corner : new int[] {0, 7, 56, 63}) {
            corners.put(image.pixels(), 3 * corner, 3);
        }
        int[] values = new int[12];
        Arrays.setAll(values, i -> corners.get(i) & 255);
        return values;
    }

    private static void assertClose(int[] expected, int[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertTrue(Math.abs(expected[i] - actual[i]) <= 2, Arrays.toString(actual));
        }
    }

    /** A header of 50,000 x 50,000 pixels, which would be 7.5 GB. */
    @Test
    void aSizeBeyondTheLimitIsRefusedBeforeAnyPixelIsDecoded() {
        byte[] file = Pictures.png(4, 4, 1);
        ByteBuffer.wrap(file).putInt(16, 50_000).putInt(20, 50_000);
        CRC32 crc = new CRC32();
        crc.update(file, 12, 17);
        ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
        assertEquals("x.png: size is 50000x50000, expected 1 to 33554432 pixels", refusal(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp"})
    void aFileThatEndsEarlyIsRefused(String format) {
        byte[] whole = Pictures.file(Pictures.noise(BufferedImage.TYPE_INT_RGB, 40, 40, 2), format);
        for (int length : new int[] {whole.length * 9 / 10, whole.length / 2, 30, 3}) {
            String message = refusal(Arrays.copyOf(whole, length));
            assertTrue(message.matches("x\\.png: (image is (broken|cut off) .*|content is none .*)"), message);
        }
    }

    @Test
    void otherFormatsAreRefused() {
        byte[] gif = Pictures.file(Pictures.noise(BufferedImage.TYPE_BYTE_INDEXED, 3, 3, 1), "gif");
        assertEquals("x.png: content is none of these by its first bytes, expected PNG, JPEG or BMP", refusal(gif));
        assertEquals(refusal(gif), refusal(new byte[0]));
    }
}
