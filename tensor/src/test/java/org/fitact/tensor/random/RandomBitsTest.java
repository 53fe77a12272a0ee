package org.fitact.tensor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomBitsTest {

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-7, 3e-5, 1e-4, 0.01, 0.5, 0.999})
    void gapsAreThoseOfTheStrictLogarithm(double rate) {
        double logOfMiss = StrictMath.log1p(-rate);
        PhiloxRandom random = new PhiloxRandom(1, 2);
        for (int i = 0; i < 100_000; i++) {
            double v = random.nextDouble();
            assertEquals(strict(v, logOfMiss), RandomBits.gap(v, logOfMiss));
        }
        for (double v : List.of(0.0, 0x1p-63, 0x1p-62, 0x1p-54, 0x1p-53, 1 - 0x1p-53, 1.0)) {
            assertEquals(strict(v, logOfMiss), RandomBits.gap(v, logOfMiss));
        }
    }

    /** Where the quotient is an integer but for rounding, which a logarithm that errs otherwise would take for the one below. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-7, 3e-5, 1e-4, 0.01, 0.5, 0.999})
    void atTheEdgeOfAGapTheStrictLogarithmDecides(double rate) {
        double logOfMiss = StrictMath.log1p(-rate);
        for (int gap = 1; gap < 20_000; gap++) {
            double edge = -StrictMath.expm1(gap * logOfMiss);
            double v = edge;
            for (int ulps = 0; ulps < 3; ulps++) {
                assertEquals(strict(v, logOfMiss), RandomBits.gap(v, logOfMiss));
                v = Math.nextUp(v);
            }
            double below = Math.nextDown(edge);
            assertEquals(strict(below, logOfMiss), RandomBits.gap(below, logOfMiss));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-4})
    void hitsLieAtStrictGaps(double rate) {
        long count = 40_000_000;
        List<Long> expected = new ArrayList<>();
        PhiloxRandom random = new PhiloxRandom(5, 6);
        double logOfMiss = StrictMath.log1p(-rate);
        for (long rank = 0; ; rank++) {
            double gap = strict((random.nextLong() >>> 1) * 0x1p-63, logOfMiss);
            random.nextDouble();
            if (gap >= count - rank) {
                break;
            }
            rank += (long) gap;
            expected.add(rank);
        }
        List<Long> drawn = new ArrayList<>();
        new RandomBits(5, 6, rate, rate).draw(count, drawn::add);
        assertEquals(expected, drawn);
    }

    private static double strict(double v, double logOfMiss) {
        return Math.floor(StrictMath.log1p(-v) / logOfMiss);
    }
}
