package org.fitact.tensor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomPermutationTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 16, 17, 1000, 4097})
    void everyNumberComesOnce(long size) {
        RandomPermutation order = new RandomPermutation(size, 1, 2);
        Set<Long> seen = new HashSet<>();
        for (long place = 0; place < size; place++) {
            long number = order.at(place);
            assertTrue(number >= 0 && number < size);
            assertTrue(seen.add(number));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> order.at(size));
    }

    /** Of 3 numbers all 6 orders, of 20,000 seeds a sixth each, within five standard deviations. */
    @Test
    void everyOrderIsAsLikely() {
        Map<List<Long>, Integer> counts = new HashMap<>();
        int seeds = 20_000;
        for (int seed = 0; seed < seeds; seed++) {
            RandomPermutation order = new RandomPermutation(3, seed, 0);
            counts.merge(LongStream.range(0, 3).mapToObj(order::at).toList(), 1, Integer::sum);
        }
        assertEquals(6, counts.size());
        double tolerance = 5 * Math.sqrt(seeds / 6.0 * 5 / 6);
        counts.values().forEach(count -> assertEquals(seeds / 6.0, count, tolerance));
    }

    @Test
    void theFirstOfBillionsAreSpreadEvenly() {
        RandomPermutation order = new RandomPermutation(5_000_000_000L, 3, 4);
        Set<Long> seen = new HashSet<>();
        int[] tenths = new int[10];
        for (int place = 0; place < 10_000; place++) {
            assertTrue(seen.add(order.at(place)));
            tenths[(int) (order.at(place) / 500_000_000L)]++;
        }
        for (int tenth : tenths) {
            assertEquals(1000, tenth, 5 * Math.sqrt(900));
        }
    }
}
