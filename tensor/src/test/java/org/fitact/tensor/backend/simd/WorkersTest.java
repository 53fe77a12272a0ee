package org.fitact.tensor.backend.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {

    @Test
    void everyTaskRunsOnceAndEveryWorkerIsInRange() {
        try (Workers workers = new Workers(3)) {
            for (int tasks : new int[] {0, 1, 2, 7, 1000}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
                workers.run(tasks, (index, worker) -> {
                    assertTrue(worker >= 0 && worker < 3);
                    runs.incrementAndGet(index);
                });
                for (int i = 0; i < tasks; i++) {
                    assertEquals(1, runs.get(i));
                }
            }
        }
    }

    @Test
    void piecesCoverTheRangeOnce() {
        try (Workers workers = new Workers(2)) {
            int[] touched = new int[100_003];
            workers.forPieces(touched.length, (from, length) -> {
                for (int i = from; i < from + length; i++) {
                    touched[i]++;
                }
            });
            int[] once = new int[touched.length];
            Arrays.fill(once, 1);
            assertArrayEquals(once, touched);
        }
    }

    @Test
    void theFirstFailureInOrderReachesTheCaller() {
        try (Workers workers = new Workers(3)) {
            for (int repeat = 0; repeat < 200; repeat++) {
                ArithmeticException e = assertThrows(
                        ArithmeticException.class,
                        () -> workers.run(64, (index, worker) -> {
                            if (index >= 5) {
                                throw new ArithmeticException("task " + index);
                            }
                        }));
                assertEquals("task 5", e.getMessage());
            }
            int[] sum = new int[1];
            workers.run(1, (index, worker) -> sum[0]++);
            assertEquals(1, sum[0], "usable after a failure");
        }
    }

    @Test
    void closingEndsTheThreads() {
        Workers workers = new Workers(4);
        long before = alive();
        assertTrue(before >= 3);
        workers.close();
        assertTrue(alive() <= before - 3);
        assertThrows(IllegalStateException.class, () -> workers.run(1, (index, worker) -> {}));
    }

    private static long alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fitact-simd-"))
                .count();
    }
}
