package org.fitact.nn.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {

    private static final Normalisation PLAIN = Normalisation.none(2);

    /** 13 images of 3x4x2 in 3 classes, whose every pixel differs from its neighbours. */
    private static ImageSet images() {
        byte[] pixels = new byte[13 * 24];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (37 * i + i / 24 + 1);
        }
        byte[] labels = new byte[13];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 3);
        }
        return new ImageSet("made", 3, 4, 2, List.of("a", "b", "c"), pixels, labels);
    }

    private static List<Batch> read(BatchLoader loader, int epoch, int first) {
        List<Batch> batches = new ArrayList<>();
        try (Prefetch<Batch> prefetch = loader.epoch(epoch, first)) {
            prefetch.forEachRemaining(batches::add);
        }
        return batches;
    }

    @Test
    void evaluationGivesTheImagesInOrderAndNormalised() {
        ImageSet set = images();
        Normalisation normalisation = new Normalisation(new float[] {0.25f, 0.5f}, new float[] {0.5f, 2});
        List<Batch> batches = read(new BatchLoader(set, normalisation, LoaderOptions.evaluation(5)), 0, 0);
        assertEquals(List.of(5, 5, 3), batches.stream().map(Batch::size).toList());
        for (Batch batch : batches) {
            for (int i = 0; i < batch.images().length; i++) {
                float unit = (set.pixels()[batch.index() * 5 * 24 + i] & 255) / 255f;
                float expected = i % 2 == 0 ? (unit - 0.25f) / 0.5f : (unit - 0.5f) / 2;
                assertEquals(expected, batch.images()[i]);
            }
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(set.label(batch.index() * 5 + i), batch.labels()[i]);
            }
        }
    }

    @Test
    void everyEpochIsAnotherPermutationAndTheSameForTheSameSeed() {
        BatchLoader loader = new BatchLoader(images(), PLAIN, LoaderOptions.training(4, Augmentation.NONE, 7));
        BatchLoader again = new BatchLoader(images(), PLAIN, LoaderOptions.training(4, Augmentation.NONE, 7));
        BatchLoader other = new BatchLoader(images(), PLAIN, LoaderOptions.training(4, Augmentation.NONE, 8));
        int[] sorted = loader.order(3);
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, 13).toArray(), sorted);
        assertArrayEquals(loader.order(3), again.order(3));
        assertFalse(Arrays.equals(loader.order(3), loader.order(4)));
        assertFalse(Arrays.equals(loader.order(3), other.order(3)));
    }

    @Test
    void anEpochCanBeTakenUpAtAnyBatch() {
        BatchLoader loader = new BatchLoader(images(), PLAIN, LoaderOptions.training(3, new Augmentation(2, true), 5));
        List<Batch> whole = read(loader, 2, 0);
        assertEquals(loader.batchesPerEpoch(), whole.size());
        for (int first = 0; first <= whole.size(); first++) {
            List<Batch> rest = read(loader, 2, first);
            assertEquals(whole.size() - first, rest.size());
            for (Batch batch : rest) {
                assertArrayEquals(whole.get(batch.index()).images(), batch.images());
                assertArrayEquals(whole.get(batch.index()).labels(), batch.labels());
                assertArrayEquals(loader.batch(2, batch.index()).images(), batch.images());
            }
        }
        assertThrows(IllegalArgumentException.class, () -> loader.epoch(0, whole.size() + 1));
    }

    @Test
    void theAugmentationOfAnImageDoesNotDependOnItsBatch() {
        Augmentation augmentation = new Augmentation(2, true);
        BatchLoader small = new BatchLoader(images(), PLAIN, new LoaderOptions(1, false, false, augmentation, 5));
        BatchLoader large = new BatchLoader(images(), PLAIN, new LoaderOptions(13, false, false, augmentation, 5));
        float[] all = large.batch(4, 0).images();
        for (int i = 0; i < 13; i++) {
            assertArrayEquals(
                    Arrays.copyOfRange(all, 24 * i, 24 * (i + 1)),
                    small.batch(4, i).images());
        }
        assertFalse(Arrays.equals(all, large.batch(5, 0).images()));
    }

    @Test
    void augmentationShiftsAndFlipsAsItsDrawSays() {
        ImageSet set = images();
        Augmentation augmentation = new Augmentation(2, true);
        BatchLoader loader = new BatchLoader(set, PLAIN, new LoaderOptions(13, false, false, augmentation, 5));
        float[] actual = loader.batch(1, 0).images();
        for (int i = 0; i < set.size(); i++) {
            Augmentation.Draw draw = augmentation.draw(RandomStreams.augmentation(5, 1, i));
            for (int at = 0; at < 24; at++) {
                int y = at / 8 + draw.dy();
                int x = at / 2 % 4 + draw.dx();
                boolean inside = y >= 0 && y < 3 && x >= 0 && x < 4;
                int column = draw.flip() ? 3 - x : x;
                int expected = inside ? set.image(i)[(y * 4 + column) * 2 + at % 2] & 255 : 0;
                assertEquals(expected / 255f, actual[24 * i + at]);
            }
        }
    }

    /** A square of 2 around (0, 3) of 3×4 pixels: rows −1 and 0, columns 2 and 3, of which two pixels are inside. */
    @Test
    void cutOutBlanksWhatOfItsSquareIsInside() {
        float[] pixels = new float[1 + 24];
        Arrays.fill(pixels, 7);
        new CutOut(-1, 2, 2).blank(pixels, 1, 3, 4, 2);
        for (int i = 0; i < pixels.length; i++) {
            boolean blank = i >= 1 + 2 * 2 && i < 1 + 4 * 2;
            assertEquals(blank ? 0 : 7, pixels[i], "pixel at " + i);
        }
    }

    /** The other draws of an image are as without it, and its centre is any pixel alike. */
    @Test
    void cutOutIsDrawnBehindTheAugmentation() {
        Augmentation augmentation = new Augmentation(2, true);
        LoaderOptions plain = new LoaderOptions(13, false, false, augmentation, 5);
        Normalisation grey = new Normalisation(new float[] {0.5f, 0.25f}, new float[] {1, 1});
        float[] before = new BatchLoader(images(), grey, plain).batch(1, 0).images();
        float[] after =
                new BatchLoader(images(), grey, plain.with(3)).batch(1, 0).images();
        for (int i = 0; i < 13; i++) {
            PhiloxRandom random = RandomStreams.augmentation(5, 1, i);
            augmentation.draw(random);
            CutOut cut = CutOut.draw(random, 3, 3, 4);
            cut.blank(before, 24 * i, 3, 4, 2);
        }
        assertArrayEquals(before, after);
        int[] centres = new int[12];
        for (int i = 0; i < 12_000; i++) {
            CutOut cut = CutOut.draw(RandomStreams.augmentation(11, 0, i), 2, 3, 4);
            centres[(cut.top() + 1) * 4 + cut.left() + 1]++;
        }
        double chiSquare = IntStream.of(centres)
                .mapToDouble(n -> (n - 1000.0) * (n - 1000.0) / 1000)
                .sum();
        // 0.999 quantile of chi-square with 11 degrees of freedom.
        assertTrue(chiSquare < 31.26, "chi-square " + chiSquare);
    }

    @Test
    void drawsCoverAllShiftsAndFlipHalfOfTheImages() {
        Augmentation augmentation = new Augmentation(1, true);
        int[] counts = new int[18];
        int draws = 18_000;
        for (int i = 0; i < draws; i++) {
            Augmentation.Draw draw = augmentation.draw(RandomStreams.augmentation(11, 0, i));
            counts[((draw.dy() + 1) * 3 + draw.dx() + 1) * 2 + (draw.flip() ? 1 : 0)]++;
        }
        double chiSquare = IntStream.of(counts)
                .mapToDouble(n -> (n - 1000.0) * (n - 1000.0) / 1000)
                .sum();
        // 0.999 quantile of chi-square with 17 degrees of freedom.
        assertTrue(chiSquare < 40.79, "chi-square " + chiSquare);
    }

    @Test
    void dropLastLeavesOutOnlyABatchThatIsNotFull() {
        LoaderOptions dropping = new LoaderOptions(4, true, true, Augmentation.NONE, 1);
        assertEquals(3, new BatchLoader(images(), PLAIN, dropping).batchesPerEpoch());
        LoaderOptions fitting = new LoaderOptions(13, true, true, Augmentation.NONE, 1);
        assertEquals(1, new BatchLoader(images(), PLAIN, fitting).batchesPerEpoch());
        LoaderOptions tooLarge = new LoaderOptions(14, true, true, Augmentation.NONE, 1);
        assertThrows(IllegalArgumentException.class, () -> new BatchLoader(images(), PLAIN, tooLarge));
    }

    @Test
    void whatTheThreadThrowsReachesTheReaderAfterTheItemsBefore() {
        RuntimeException failure = new RuntimeException("item 2");
        try (Prefetch<Integer> items = new Prefetch<>(0, 5, 1, i -> {
            if (i == 2) {
                throw failure;
            }
            return i;
        })) {
            assertEquals(0, items.next());
            assertEquals(1, items.next());
            assertSame(failure, assertThrows(RuntimeException.class, items::next));
        }
    }

    @Test
    void closingEarlyEndsTheThreadAndItNeverRunsFarAhead() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        Thread[] producer = new Thread[1];
        Prefetch<Integer> items = new Prefetch<>(0, 1_000_000, 2, i -> {
            producer[0] = Thread.currentThread();
            made.incrementAndGet();
            return i;
        });
        assertEquals(0, items.next());
        Thread.sleep(20);
        assertTrue(made.get() <= 4, "made " + made);
        items.close();
        assertFalse(producer[0].isAlive());
        assertFalse(items.hasNext());
        assertNotEquals(Thread.currentThread(), producer[0]);
    }
}
