package org.fitact.tensor.backend.simd.run;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArrayPoolTest {

    @Test
    void classesWasteAtMostAQuarter() {
        int before = 0;
        for (int length = 1; length < 100_000; length++) {
            int size = ArrayPool.sizeClass(length);
            assertTrue(size >= length && size >= before, "class of " + length + " is " + size);
            assertTrue(size <= Math.max(64, length * 1.25), "class of " + length + " is " + size);
            before = size;
        }
        assertTrue(ArrayPool.sizeClass(Integer.MAX_VALUE - 8) >= Integer.MAX_VALUE - 8);
    }

    @Test
    void anArrayIsUsedAgain() {
        try (ArrayPool pool = new ArrayPool()) {
            float[] first = pool.floats(100);
            pool.release(first);
            assertSame(first, pool.floats(110));
        }
    }

    @Test
    void anArrayIsGivenBackOnce() {
        try (ArrayPool pool = new ArrayPool()) {
            int[] array = pool.ints(10);
            pool.release(array);
            assertThrows(IllegalStateException.class, () -> pool.release(array));
            assertThrows(IllegalStateException.class, () -> pool.release(new float[64]));
        }
    }

    @Test
    void nothingIsLentAfterClose() {
        ArrayPool pool = new ArrayPool();
        pool.close();
        assertThrows(IllegalStateException.class, () -> pool.floats(1));
    }
}
