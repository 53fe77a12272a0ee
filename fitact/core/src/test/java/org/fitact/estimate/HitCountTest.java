package org.fitact.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HitCountTest {

    // scipy.stats.binom.pmf([0, 1], 1000, 0.002), 1 - their sum: 0.135064522, 0.270670386, 0.594265092
    @Test
    void isBinomial() {
        HitCount count = new HitCount(1000, 0.002);
        assertEquals(0.135064522, count.none(), 1e-9);
        assertEquals(0.270670386, count.one(), 1e-9);
        assertEquals(0.594265092, count.several(), 1e-9);
    }

    /** The mean of K given K ≥ 2 is (n·p − P(K = 1)) / P(K ≥ 2). */
    @ParameterizedTest
    @CsvSource({"1000, 0.002", "40960, 1e-7", "1000, 0.2"})
    void severalAreAtLeastTwoAndAsManyAsTheyShould(long bits, double rate) {
        HitCount count = new HitCount(bits, rate);
        PhiloxRandom random = new PhiloxRandom(1, 2);
        int draws = 20_000;
        double sum = 0;
        for (int i = 0; i < draws; i++) {
            Set<Long> ranks = count.drawSeveral(random);
            assertTrue(ranks.size() >= 2 && ranks.stream().allMatch(rank -> rank >= 0 && rank < bits));
            sum += ranks.size();
        }
        double expected = bits * rate < 0.1 ? 2 + bits * rate / 3 : (bits * rate - count.one()) / count.several();
        assertEquals(expected, sum / draws, 0.02 * expected);
    }
}
