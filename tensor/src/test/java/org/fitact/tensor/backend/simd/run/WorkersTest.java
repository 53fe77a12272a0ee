package org.fitact.tensor.backend.simd.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
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

    /** The threads that are woken have the tasks; those that are awake by chance find the range of another. */
    @Test
    void fewerTasksThanThreadsRunOnceEach() {
        try (Workers workers = new Workers(4)) {
            long threads = alive();
            for (int repeat = 0; repeat < 1000; repeat++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(2);
                workers.run(2, (index, worker) -> runs.incrementAndGet(index));
                assertEquals(1, runs.get(0));
                assertEquals(1, runs.get(1));
            }
            assertEquals(threads, alive());
        }
    }

    /** Two tasks that wait for each other: each on a thread of its own, the caller and the daemon that was woken. */
    @Test
    void callerAndFirstDaemonShareTwoTasksWhileTheOthersSleep() {
        try (Workers workers = new Workers(4)) {
            while (daemons().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            int[] workerOf = new int[2];
            CountDownLatch both = new CountDownLatch(2);
            workers.run(2, (index, worker) -> {
                workerOf[index] = worker;
                both.countDown();
                await(both);
            });
            assertArrayEquals(new int[] {0, 1}, workerOf);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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

    private static Stream<Thread> daemons() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fitact-simd-"));
    }

    private static long alive() {
        return daemons().count();
    }
}
