package org.fitact.nn.image.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.nn.image.fit.ImageFit;
import org.junit.jupiter.api.Test;

class OwnDataTest {

    private static final int CLASSES = 4;

    private final OwnData data = new OwnData("images", Path.of("/somewhere"), ImageFit.NONE, 7);

    /** Class by class, as files come; the one pixel of an image is its place. */
    private static ImageSet sorted(int ofEach) {
        int images = CLASSES * ofEach;
        byte[] pixels = new byte[images];
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            pixels[i] = (byte) i;
            labels[i] = i / ofEach;
        }
        return new ImageSet("made", 1, 1, 1, List.of("a", "b", "c", "d"), pixels, labels);
    }

    private static int[] places(Images images) {
        return IntStream.range(0, images.size()).map(i -> images.image(i)[0]).toArray();
    }

    private static void assertFirstOfAllClasses(Images part, int first) {
        for (int images : part.first(first).classCounts()) {
            assertTrue(images > 0, "a class is not among the first " + first);
        }
    }

    @Test
    void theFirstImagesOfEveryPartAreOfAllClasses() throws InvalidFileException {
        DataSet divided = data.divided(sorted(30), sorted(25));
        assertFirstOfAllClasses(divided.train(), 24);
        assertFirstOfAllClasses(divided.test(), 24);
        DataSet undivided = data.undivided(sorted(30));
        assertFirstOfAllClasses(undivided.train(), 24);
        assertFirstOfAllClasses(undivided.test(), 12);
        assertFirstOfAllClasses(Split.stratified(undivided.train(), 0.2, 3).heldOut(), 12);
    }

    @Test
    void everyImageIsThereOnceWithItsLabel() throws InvalidFileException {
        DataSet undivided = data.undivided(sorted(30));
        for (Images part : List.of(undivided.train(), undivided.test())) {
            for (int i = 0; i < part.size(); i++) {
                assertEquals(part.image(i)[0] / 30, part.label(i));
            }
        }
        int[] all = IntStream.concat(IntStream.of(places(undivided.train())), IntStream.of(places(undivided.test())))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 120).toArray(), all);
    }

    /** What is measured depends on it: the order that was, whatever the seed. */
    @Test
    void theOrderIsFixed() {
        OwnData other = new OwnData("idx", Path.of("/elsewhere"), ImageFit.NONE, 8);
        int[] order = {6, 3, 0, 2, 1, 5, 7, 4};
        assertArrayEquals(order, places(data.divided(sorted(2), sorted(3)).train()));
        assertArrayEquals(order, places(other.divided(sorted(2), sorted(3)).train()));
    }
}
