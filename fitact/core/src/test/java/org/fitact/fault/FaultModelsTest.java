package org.fitact.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultModelsTest {

    private static final FaultSpace SPACE = Spaces.small(true);

    /** A placement that a test dictates. */
    private record At(long... ranks) implements BitPlacement {
        @Override
        public void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit) {
            Arrays.stream(ranks).forEach(hit);
        }
    }

    private static List<Long> sample(FaultModel model, FaultFilter filter) {
        return Spaces.bits(new FaultSampler(SPACE, filter, model, 1).trial(0), SPACE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 783, 784})
    void exactCountHitsDistinctBits(int count) {
        FaultSampler sampler = new FaultSampler(SPACE, FaultFilter.ALL, new ExactCount(count), 1);
        for (int trial = 0; trial < 50; trial++) {
            assertEquals(count, sampler.trial(trial).bits());
        }
    }

    @Test
    void exactCountRefusesMoreBitsThanThereAre() {
        var error = assertThrows(IllegalArgumentException.class, () -> sample(new ExactCount(785), FaultFilter.ALL));
        assertEquals("count of faults 785, but only 784 bits may be hit", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new ExactCount(0));
    }

    /** Every pair of 8 bits, half of them in a bound, as often as any other. */
    @Test
    void exactCountGivesEverySetAlike() {
        FaultSpace space = FaultSpace.builder(FixedPoint.of(QFormat.Q3_4))
                .add("a", "a.weight", ParameterKind.WEIGHT, 1)
                .add("b", "b.bounds", ParameterKind.BOUND, 1)
                .build();
        FaultFilter four = FaultFilter.ALL.withBits(BitSelector.positions(0, 1, 2, 3));
        FaultSampler sampler = new FaultSampler(space, four, new ExactCount(2), 4);
        long[] counts = new long[256];
        for (int trial = 0; trial < 280_000; trial++) {
            FaultPattern pattern = sampler.trial(trial);
            int set = 0;
            for (int i = 0; i < pattern.size(); i++) {
                set |= pattern.mask(i) << 4 * pattern.address(i);
            }
            counts[set]++;
        }
        long[] pairs = LongStream.range(0, 256)
                .filter(set -> Long.bitCount(set) == 2)
                .map(set -> counts[(int) set])
                .toArray();
        double[] even = new double[28];
        Arrays.fill(even, 10_000);
        assertEquals(280_000, Arrays.stream(pairs).sum());
        assertTrue(new ChiSquareTest().chiSquareTest(even, pairs) > 1e-3);
    }

    @Test
    void singleBitReachesEveryBit() {
        FaultSampler sampler = new FaultSampler(SPACE, FaultFilter.ALL, new SingleBit(), 1);
        Set<Long> reached = new HashSet<>();
        for (int trial = 0; trial < 20_000; trial++) {
            List<Long> bits = Spaces.bits(sampler.trial(trial), SPACE);
            assertEquals(1, bits.size());
            reached.addAll(bits);
        }
        assertEquals(SPACE.bits(), reached.size());
    }

    @Test
    void burstGoesOnInTheNextWord() {
        assertEquals(List.of(14L, 15L, 16L, 17L), sample(new Burst(4, new At(14)), FaultFilter.ALL));
        assertEquals(20, sample(new Burst(20, new At(3)), FaultFilter.ALL).size());
        long lastOfConv1 = 20 * 16 - 1;
        assertEquals(List.of(lastOfConv1, lastOfConv1 + 1), sample(new Burst(2, new At(lastOfConv1)), FaultFilter.ALL));
    }

    @Test
    void burstEndsWithTheMemory() {
        assertEquals(List.of(782L, 783L), sample(new Burst(9, new At(782)), FaultFilter.ALL));
    }

    @Test
    void overlappingBurstsFlipABitOnce() {
        assertEquals(LongStream.range(14, 37).boxed().toList(), sample(new Burst(20, new At(14, 17)), FaultFilter.ALL));
    }

    @Test
    void burstSparesWhatTheFilterExcludes() {
        FaultFilter edges = FaultFilter.ALL.withBits(BitSelector.positions(0, 1, 15));
        assertEquals(List.of(15L, 16L, 17L), sample(new Burst(5, new At(2)), edges));
        FaultFilter biases = FaultFilter.ALL.withKinds(ParameterKind.BIAS);
        assertEquals(List.of(20 * 16L - 1), sample(new Burst(8, new At(31)), biases));
        assertThrows(IllegalArgumentException.class, () -> new Burst(0, 1));
    }

    @Test
    void filtersHold() {
        FaultFilter filter = FaultFilter.ALL
                .withLayers("fc")
                .withKinds(ParameterKind.WEIGHT)
                .withBits(BitSelector.of(BitClass.SIGN));
        for (FaultModel model : List.of(new BitErrorRate(0.5), new ExactCount(9), new Burst(40, 3), new SingleBit())) {
            List<Long> bits = sample(model, filter);
            assertTrue(!bits.isEmpty());
            for (long bit : bits) {
                assertEquals("fc.weight", SPACE.regionAt((int) (bit / 16)).name());
                assertEquals(15, bit % 16);
            }
        }
    }

    @Test
    void stuckBitsTakeTheirValue() {
        FixedPoint format = FixedPoint.of(QFormat.Q7_8);
        assertEquals(0x00F0, FaultOperation.CLEAR.apply(format, 0x00FF, 0x000F));
        assertEquals(-1, FaultOperation.SET.apply(format, 0x7FFF, 0x8000));
        assertEquals(0x7FFF, FaultOperation.CLEAR.apply(format, -1, 0x8000));
        assertEquals(FaultOperation.CLEAR, sampleOperation(new StuckAt0(0.5)));
        assertEquals(FaultOperation.SET, sampleOperation(new StuckAt1(0.5)));
        assertEquals(FaultOperation.FLIP, sampleOperation(new BitErrorRate(0.5)));
    }

    private static FaultOperation sampleOperation(FaultModel model) {
        return new FaultSampler(SPACE, FaultFilter.ALL, model, 1).trial(0).operation();
    }
}
