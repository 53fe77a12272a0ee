package org.fitact.nn.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImagesTest {

    /** {@code size} images of 1x1, whose byte is their index. */
    private static ImageSet numbered(int size) {
        byte[] pixels = new byte[size];
        for (int i = 0; i < size; i++) {
            pixels[i] = (byte) i;
        }
        return new ImageSet("numbered", 1, 1, 1, List.of("a"), pixels, new int[size]);
    }

    @Test
    void aChoiceOfAChoiceReadsFromTheSet() {
        Images chosen = numbered(9).subset(new int[] {8, 3, 3, 0}).subset(new int[] {3, 1, 0});
        byte[] target = {-1, -1, -1, -1};
        chosen.read(new int[] {2, 0, 1}, target);
        assertArrayEquals(new byte[] {8, 0, 3, -1}, target);
        assertArrayEquals(new byte[] {3}, chosen.image(1));
        assertThrows(IndexOutOfBoundsException.class, () -> chosen.subset(new int[] {3}));
    }

    @Test
    void piecesAreAllImagesInTheirOrderAndNoneIsLargerThanItMayBe() {
        byte[] pixels = new byte[7 * 5_000_000];
        for (int i = 0; i < 7; i++) {
            pixels[i * 5_000_000] = (byte) i;
        }
        ImageSet large = new ImageSet("large", 5_000, 1_000, 1, List.of("a"), pixels, new int[7]);
        List<Integer> lengths = new ArrayList<>();
        ByteArrayOutputStream firsts = new ByteArrayOutputStream();
        large.forEachPiece((bytes, length) -> {
            lengths.add(length);
            IntStream.range(0, length / 5_000_000).forEach(i -> firsts.write(bytes[i * 5_000_000]));
        });
        assertEquals(List.of(15_000_000, 15_000_000, 5_000_000), lengths);
        assertArrayEquals(new byte[] {0, 1, 2, 3, 4, 5, 6}, firsts.toByteArray());
    }

    @Test
    void aLabelMayHaveSixteenBits() {
        List<String> classes = IntStream.range(0, Images.MOST_CLASSES)
                .mapToObj(Integer::toString)
                .toList();
        ImageSet set = new ImageSet("many", 1, 1, 1, classes, new byte[2], new int[] {65_535, 300});
        assertEquals(65_535, set.label(0));
        assertEquals(1, set.classCounts()[300]);
        List<String> tooMany = IntStream.rangeClosed(0, Images.MOST_CLASSES)
                .mapToObj(Integer::toString)
                .toList();
        assertEquals(
                "many: classes are 65537, expected at most 65536",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ImageSet("many", 1, 1, 1, tooMany, new byte[0], new int[0]))
                        .getMessage());
    }
}
