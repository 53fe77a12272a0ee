package org.fitact.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

    /** 300 one-pixel images: 200 of class 0, 70 of class 1, 30 of class 2; two bytes tell them apart. */
    private static ImageSet images() {
        byte[] pixels = new byte[600];
        byte[] labels = new byte[300];
        for (int i = 0; i < 300; i++) {
            pixels[2 * i] = (byte) i;
            pixels[2 * i + 1] = (byte) (i >> 8);
            labels[i] = (byte) (i % 10 < 1 ? 2 : i % 30 < 10 && i % 10 > 2 ? 1 : 0);
        }
        return new ImageSet("made", 1, 1, 2, List.of("a", "b", "c"), pixels, labels);
    }

    private static int[] ids(ImageSet set) {
        return IntStream.range(0, set.size())
                .map(i -> (set.pixels()[2 * i] & 255) | set.pixels()[2 * i + 1] << 8)
                .toArray();
    }

    @Test
    void bothPartsTogetherAreTheSetAndEveryClassKeepsItsShare() {
        ImageSet set = images();
        assertArrayEquals(new int[] {200, 70, 30}, set.classCounts());
        Split split = Split.stratified(set, 0.1, 3);
        assertArrayEquals(new int[] {20, 7, 3}, split.heldOut().classCounts());
        assertArrayEquals(new int[] {180, 63, 27}, split.train().classCounts());
        int[] both = IntStream.concat(IntStream.of(ids(split.train())), IntStream.of(ids(split.heldOut())))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 300).toArray(), both);
        int[] train = ids(split.train());
        assertArrayEquals(IntStream.of(train).sorted().toArray(), train);
    }

    @Test
    void theSeedDecides() {
        int[] held = ids(Split.stratified(images(), 0.2, 3).heldOut());
        assertArrayEquals(held, ids(Split.stratified(images(), 0.2, 3).heldOut()));
        assertFalse(Arrays.equals(held, ids(Split.stratified(images(), 0.2, 4).heldOut())));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void aFractionOutsideIsRefused(double fraction) {
        assertThrows(IllegalArgumentException.class, () -> Split.stratified(images(), fraction, 1));
    }

    @Test
    void subsetsKeepImageAndLabelTogether() {
        ImageSet set = images();
        ImageSet subset = set.subset(new int[] {10, 299, 10});
        assertArrayEquals(new int[] {10, 299, 10}, ids(subset));
        assertEquals(set.label(299), subset.label(1));
        assertThrows(IndexOutOfBoundsException.class, () -> set.subset(new int[] {300}));
    }
}
