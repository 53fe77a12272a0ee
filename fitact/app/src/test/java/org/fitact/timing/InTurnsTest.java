package org.fitact.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fitact.stats.Interval;
import org.junit.jupiter.api.Test;

class InTurnsTest {

    private static List<Integer> round(int number, int tasks) {
        return IntStream.range(0, tasks)
                .mapToObj(i -> InTurns.order(number, i, tasks))
                .toList();
    }

    @Test
    void aRoundRunsEachTaskOnceAndAnotherBegins() {
        for (int tasks = 1; tasks <= 5; tasks++) {
            Set<Integer> first = new TreeSet<>();
            for (int number = 0; number < 2 * tasks; number++) {
                assertEquals(tasks, new TreeSet<>(round(number, tasks)).size());
                first.add(round(number, tasks).getFirst());
            }
            assertEquals(tasks, first.size());
        }
        assertEquals(List.of(1, 2, 0), round(2, 3));
        assertEquals(List.of(1, 0, 2), round(3, 3));
    }

    /** What was run is counted: as often to warm up as counts at least a quarter, and all tasks alike. */
    @Test
    void allTasksRunEquallyOften() {
        List<Integer> ran = new ArrayList<>();
        double[][] times = new InTurns(0, 0, 8, 20).time(List.of(() -> ran.add(0), () -> ran.add(1)));
        assertEquals(2, times.length);
        assertEquals(8, times[0].length);
        assertEquals(2 * (8 + 3), ran.size());
        assertEquals(11, ran.stream().filter(task -> task == 1).count());
        assertTrue(Arrays.stream(times[1]).allMatch(time -> time >= 0));
    }

    @Test
    void asManyRoundsAsAreAllowedWhereTheyAreQuick() {
        assertEquals(20, new InTurns(0, 60, 8, 20).time(List.of(() -> {}))[0].length);
        assertThrows(IllegalArgumentException.class, () -> new InTurns(1, 1, 3, 2));
    }

    /** With eleven rounds P(X <= 1) = 0.006 and P(X <= 2) = 0.033: from the second least to the second greatest. */
    @Test
    void theIntervalOfAMedianIsOfOrderStatistics() {
        double[] base = new double[11];
        double[] times = new double[11];
        for (int i = 0; i < 11; i++) {
            base[i] = 1 + i;
            times[i] = (1 + i) * (7 * i % 11 + 1);
        }
        assertEquals(new MedianRatio(6, new Interval(2, 10), 11), MedianRatio.of(times, base));
    }

    /** With six P(X = 0) = 1/64, with five 1/32: more than 0.025. */
    @Test
    void fewRoundsTellNoInterval() {
        double[] six = {1, 2, 3, 4, 5, 6};
        double[] ones = {1, 1, 1, 1, 1, 1};
        assertEquals(new Interval(1, 6), MedianRatio.of(six, ones).ci95());
        assertFalse(MedianRatio.of(Arrays.copyOf(six, 5), Arrays.copyOf(ones, 5))
                .ci95()
                .known());
        assertThrows(IllegalArgumentException.class, () -> MedianRatio.of(six, new double[5]));
    }
}
