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

    /** One size after the other, one array at a time: what is held stays within twice the largest. */
    @Test
    void sizesThatAreNotAskedForAnyMoreAreLetGo() {
        try (ArrayPool pool = new ArrayPool()) {
            for (int length = 1000; length < 20_000; length += 250) {
                float[] numbers = pool.floats(length);
                pool.release(numbers);
                int[] words = pool.ints(length / 2);
                pool.release(words);
                assertTrue(pool.held() <= 2L * ArrayPool.sizeClass(length), "held at " + length + ": " + pool.held());
            }
        }
    }

    /** Half of a step's arrays are of other sizes and out at another time: none is made in the second step. */
    @Test
    void aStepThatComesAgainMakesNothing() {
        try (ArrayPool pool = new ArrayPool()) {
            int made = 0;
            for (int step = 0; step < 3; step++) {
                for (int length : new int[] {100, 1000, 10_000, 900, 120, 9000}) {
                    float[] some = pool.floats(length);
                    int[] others = pool.ints(length / 3);
                    pool.release(some);
                    pool.release(others);
                }
                if (step == 0) {
                    made = pool.made();
                }
            }
            assertTrue(made > 0 && pool.made() == made, "made " + made + ", then " + pool.made());
        }
    }

    @Test
    void nothingIsLentAfterClose() {
        ArrayPool pool = new ArrayPool();
        pool.close();
        assertThrows(IllegalStateException.class, () -> pool.floats(1));
    }
}
