package org.fitact.nn.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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

    private static int[] ids(Images set) {
        byte[] pixels = new byte[2 * set.size()];
        set.forEachPiece((piece, length) -> System.arraycopy(piece, 0, pixels, 0, length));
        return IntStream.range(0, set.size())
                .map(i -> (pixels[2 * i] & 255) | pixels[2 * i + 1] << 8)
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
    void aFractionThatHoldsOutNothingOrAllIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Split.stratified(images(), 0.001, 1));
        assertThrows(IllegalArgumentException.class, () -> Split.stratified(images(), 0.999, 1));
    }

    /** 10 classes of 30 images, as a test set of CIFAR-10 has 10 of 1,000. */
    private static ImageSet balanced() {
        byte[] labels = new byte[300];
        byte[] pixels = new byte[600];
        for (int i = 0; i < 300; i++) {
            pixels[2 * i] = (byte) i;
            pixels[2 * i + 1] = (byte) (i >> 8);
            labels[i] = (byte) (i % 10);
        }
        List<String> classes =
                IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        return new ImageSet("even", 1, 1, 2, classes, pixels, labels);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 10, 14, 25, 250, 299, 300})
    void aSampleHasExactlyAsManyImagesAndEveryClassAlmostTheSame(int images) {
        for (long seed = 1; seed <= 5; seed++) {
            Images sample = Split.sample(balanced(), images, seed);
            assertEquals(images, sample.size());
            for (int count : sample.classCounts()) {
                assertTrue(count == images / 10 || count == (images + 9) / 10, seed + ": " + count);
            }
            int[] ids = ids(sample);
            assertArrayEquals(IntStream.of(ids).distinct().sorted().toArray(), ids);
        }
    }

    @Test
    void whatTheClassesDivideIsWhatAStratifiedSplitHoldsOut() {
        assertArrayEquals(ids(Split.stratified(balanced(), 0.2, 7).heldOut()), ids(Split.sample(balanced(), 60, 7)));
    }

    @Test
    void theSeedDecidesWhichClassesGiveOneMore() {
        long different = LongStream.range(0, 20)
                .mapToObj(seed ->
                        Arrays.toString(Split.sample(balanced(), 4, seed).classCounts()))
                .distinct()
                .count();
        assertTrue(different > 10, different + " of 20");
    }

    /** 200, 70 and 30 images: shares of 14 are 9.33, 3.27 and 1.4, so the third class gets the one that is missing. */
    @Test
    void largestRemaindersCompleteASample() {
        assertArrayEquals(new int[] {9, 3, 2}, Split.sample(images(), 14, 1).classCounts());
        assertArrayEquals(new int[] {1, 0, 0}, Split.sample(images(), 1, 1).classCounts());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 301})
    void aSampleOfWhatThereIsNotIsRefused(int images) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Split.sample(balanced(), images, 1));
        assertEquals(
                "images are " + images + ", expected 1 to the 300 of even that there are to choose from",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 150, 151, 299, 300})
    void whatIsBesidesASampleHasNothingOfItAsLongAsThereAreOthers(int images) {
        for (ImageSet set : List.of(images(), balanced())) {
            Images other = Split.besides(set, images, 5);
            int[] ids = ids(other);
            assertEquals(images, other.size());
            assertArrayEquals(IntStream.of(ids).distinct().sorted().toArray(), ids);
            Set<Integer> taken =
                    IntStream.of(ids(Split.sample(set, images, 5))).boxed().collect(Collectors.toSet());
            long shared = IntStream.of(ids).filter(taken::contains).count();
            assertEquals(Split.shared(set, images), shared);
            assertEquals(Math.max(0, images - (300 - images)), shared);
        }
    }

    @Test
    void subsetsKeepImageAndLabelTogether() {
        ImageSet set = images();
        Images subset = set.subset(new int[] {10, 299, 10});
        assertArrayEquals(new int[] {10, 299, 10}, ids(subset));
        assertEquals(set.label(299), subset.label(1));
        assertThrows(IndexOutOfBoundsException.class, () -> set.subset(new int[] {300}));
    }
}
