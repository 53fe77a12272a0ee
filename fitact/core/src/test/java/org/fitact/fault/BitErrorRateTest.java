package org.fitact.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.fitact.fault.sampling.PerTensorTruncated;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sampler against the law that it must follow, and the same checks against samplers that are wrong. */
class BitErrorRateTest {

    private static final int MILLION = 1_000_000;
    /** The seeds are fixed, so a right sampler is never rejected by chance, and a wrong one always is. */
    private static final double SIGNIFICANCE = 1e-3;

    private static final double CERTAINTY = 1e-9;

    @ParameterizedTest
    @CsvSource({"0.05, 0.05", "0.01, 0.05", "0.5, 0.5", "0.1, 0.4"})
    void countsAreBinomial(double rate, double largest) {
        assertTrue(binomialFit(new BitErrorRate(rate, largest), rate) > SIGNIFICANCE);
    }

    @Test
    void theCheckRejectsWrongSamplers() {
        assertTrue(binomialFit(new PerTensorTruncated(0.05), 0.05) < CERTAINTY, "int(size * rate) of each region");
        assertTrue(binomialFit(new ExactCount(1), 1 / 24.0) < CERTAINTY, "always the expected count");
        assertTrue(binomialFit(new BitErrorRate(0.0505), 0.05) < CERTAINTY, "a rate that is off by a hundredth");
    }

    /** Five bits have 32 patterns, each with its own probability: this checks independence as well as the rate. */
    @ParameterizedTest
    @CsvSource({"0.3, 0.3", "0.1, 0.3", "0.3, 0.7"})
    void bitsAreIndependent(double rate, double largest) {
        FaultFilter five = FaultFilter.ALL.withBits(BitSelector.positions(1, 2, 4, 5, 7));
        double[] expected = new double[32];
        for (int set = 0; set < 32; set++) {
            int hits = Integer.bitCount(set);
            expected[set] = MILLION * Math.pow(rate, hits) * Math.pow(1 - rate, 5 - hits);
        }
        FaultSampler sampler = new FaultSampler(
                Spaces.weights(FixedPoint.of(QFormat.Q3_4), 1), five, new BitErrorRate(rate, largest), 2);
        long[] observed = histogram(
                sampler, 32, pattern -> pattern.size() == 0 ? 0 : Integer.compress(pattern.mask(0), 0b10110110));
        assertTrue(new ChiSquareTest().chiSquareTest(expected, observed) > SIGNIFICANCE);
    }

    /** 6.9·10^10 bits, of which a trial hits 69 at a rate of 10^−9. */
    @Test
    void tinyRatesInHugeMemories() {
        FaultSpace space = Spaces.weights(FixedPoint.of(QFormat.Q15_16), Integer.MAX_VALUE);
        FaultSampler sampler = new FaultSampler(space, FaultFilter.ALL, new BitErrorRate(1e-9), 3);
        int trials = 4000;
        long hits = 0;
        long[] sixteenths = new long[16];
        for (int trial = 0; trial < trials; trial++) {
            FaultPattern pattern = sampler.trial(trial);
            hits += pattern.bits();
            for (int i = 0; i < pattern.size(); i++) {
                sixteenths[(int) ((long) pattern.address(i) * 16 / space.words())]++;
            }
        }
        double mean = trials * space.bits() * 1e-9;
        assertEquals(mean, hits, 4 * Math.sqrt(mean));
        double[] even = new double[16];
        Arrays.fill(even, hits / 16.0);
        assertTrue(new ChiSquareTest().chiSquareTest(even, sixteenths) > SIGNIFICANCE);
    }

    @Test
    void ratesNearTheEndsOfTheRange() {
        FaultSpace space = Spaces.weights(FixedPoint.of(QFormat.Q15_16), 1000);
        assertEquals(
                32_000,
                new FaultSampler(space, FaultFilter.ALL, new BitErrorRate(1 - 1e-12), 1)
                        .trial(0)
                        .bits());
        for (int trial = 0; trial < 1000; trial++) {
            var model = new BitErrorRate(Double.MIN_VALUE);
            assertEquals(
                    0,
                    new FaultSampler(space, FaultFilter.ALL, model, 1)
                            .trial(trial)
                            .bits());
        }
    }

    /** Pinned against a separate implementation in Python, so that studies stay comparable between versions. */
    @Test
    void aTrialIsPinned() {
        FaultSampler sampler = new FaultSampler(
                Spaces.weights(FixedPoint.of(QFormat.Q15_16), 1_000_000),
                FaultFilter.ALL,
                new BitErrorRate(1e-7, 2e-7),
                42);
        FaultPattern pattern = sampler.trial(7);
        assertArrayEquals(new int[] {123486, 144686, 682110, 710967, 957169}, pattern.addresses());
        assertArrayEquals(new int[] {1 << 28, 1 << 31, 1 << 4, 1 << 20, 1 << 10}, pattern.masks());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1e-5, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesRatesOutsideZeroToOne(double rate) {
        var error = assertThrows(IllegalArgumentException.class, () -> new BitErrorRate(rate));
        assertEquals("bit error rate " + rate + ", expected more than 0 and less than 1", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new StuckAt0(rate));
        assertThrows(IllegalArgumentException.class, () -> new Burst(3, rate));
    }

    @Test
    void refusesARateBeyondTheLargest() {
        assertThrows(IllegalArgumentException.class, () -> new BitErrorRate(0.2, 0.1));
        assertThrows(IllegalArgumentException.class, BitErrorRate::coupled);
        assertEquals(List.of(new BitErrorRate(0.1, 0.3), new BitErrorRate(0.3, 0.3)), BitErrorRate.coupled(0.1, 0.3));
    }

    /** The p-value of the counts of a million trials on 24 bits, against the binomial distribution. */
    private static double binomialFit(FaultModel model, double rate) {
        FaultSpace space = FaultSpace.builder(FixedPoint.of(QFormat.Q3_4))
                .add("a", "a.weight", ParameterKind.WEIGHT, 2)
                .add("a", "a.bias", ParameterKind.BIAS, 1)
                .build();
        FaultSampler sampler = new FaultSampler(space, FaultFilter.ALL, model, 1);
        long[] observed = histogram(sampler, 25, pattern -> (int) pattern.bits());
        BinomialDistribution law = new BinomialDistribution(24, rate);
        double[] expected = new double[25];
        for (int hits = 0; hits <= 24; hits++) {
            expected[hits] = MILLION * law.probability(hits);
        }
        return chiSquare(expected, observed);
    }

    /** Pools cells of fewer than 10 expected trials into their neighbours, as the test's theory asks. */
    private static double chiSquare(double[] expected, long[] observed) {
        List<Double> pooledExpected = new ArrayList<>();
        List<Long> pooledObserved = new ArrayList<>();
        double e = 0;
        long o = 0;
        for (int i = 0; i < expected.length; i++) {
            e += expected[i];
            o += observed[i];
            boolean tail = Arrays.stream(expected, i + 1, expected.length).sum() < 10;
            if (e >= 10 && !tail || i == expected.length - 1) {
                pooledExpected.add(e);
                pooledObserved.add(o);
                e = 0;
                o = 0;
            }
        }
        return new ChiSquareTest()
                .chiSquareTest(
                        pooledExpected.stream().mapToDouble(x -> x).toArray(),
                        pooledObserved.stream().mapToLong(x -> x).toArray());
    }

    private static long[] histogram(FaultSampler sampler, int cells, ToIntFunction<FaultPattern> cell) {
        long[] counts = new long[cells];
        for (int trial = 0; trial < MILLION; trial++) {
            counts[cell.applyAsInt(sampler.trial(trial))]++;
        }
        return counts;
    }
}
