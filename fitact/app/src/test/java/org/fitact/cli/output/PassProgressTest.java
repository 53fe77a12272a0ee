package org.fitact.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.fitact.identity.ContentHash;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Images;
import org.junit.jupiter.api.Test;

class PassProgressTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong time = new AtomicLong();
    private final Images source = new ImageSet("a", 2048, 2048, 3, List.of("x"), new byte[3 << 24], new int[4]);
    private final PassProgress images = new PassProgress(source, time::get);

    @Test
    void onlyAPassThatTakesLongIsShown() {
        images.passed(1, 9);
        time.addAndGet(SECOND);
        images.passed(2, 9);
        assertFalse(images.shown());
        time.addAndGet(2 * SECOND);
        images.passed(3, 9);
        assertTrue(images.shown());
        images.passed(9, 9);
        assertFalse(images.shown());
        time.addAndGet(9 * SECOND);
        images.passed(1, 9);
        assertFalse(images.shown(), "the next pass begins anew");
    }

    /** A choice of the images, as the part that is trained on, tells the set of its pass; the hash is the same. */
    @Test
    void aChoiceTellsTheSet() {
        AtomicLong told = new AtomicLong();
        Images counted = new PassProgress(source, time::get) {
            @Override
            public synchronized void passed(int done, int of) {
                assertEquals(3, of);
                told.set(done);
            }
        };
        int[] some = IntStream.range(0, 3).toArray();
        assertEquals(ContentHash.of(source.subset(some)), ContentHash.of(counted.subset(some)));
        assertEquals(3, told.get());
    }
}
