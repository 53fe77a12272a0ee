package org.fitact.fault.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultModel;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.fault.kind.FlipKind;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {

    private static final double SIGNIFICANCE = 1e-3;
    private static final int TRIALS = 40_000;

    /** 16,000, 160 and 4,800 bits, and those of the bounds. */
    private static FaultSpace space(int bounds) {
        FaultSpace.Builder builder = FaultSpace.builder(FixedPoint.of(QFormat.Q7_8))
                .add("conv", "conv.weight", ParameterKind.WEIGHT, 1000)
                .add("conv", "conv.bias", ParameterKind.BIAS, 10)
                .add("fc", "fc.weight", ParameterKind.WEIGHT, 300);
        return (bounds == 0 ? builder : builder.add("relu", "relu.bounds", ParameterKind.BOUND, bounds)).build();
    }

    /** 3 words and 1 word, of each of which the bits 1, 2, 4 and 7 may be hit: 16 bits. */
    private static final FaultSpace FEW = FaultSpace.builder(FixedPoint.of(QFormat.Q3_4))
            .add("a", "a.weight", ParameterKind.WEIGHT, 3)
            .add("b", "b.weight", ParameterKind.WEIGHT, 1)
            .build();

    private static final FaultFilter FOUR = FaultFilter.ALL.withBits(BitSelector.positions(1, 2, 4, 7));

    private static FaultSampler of(FaultModel model, FaultSpace space, FaultFilter filter) {
        return new FaultSampler(space, filter, model, 11);
    }

    /** The bits of {@link #FEW} that are hit, as a set of 16. */
    private static int set(FaultPattern pattern) {
        int set = 0;
        for (int i = 0; i < pattern.size(); i++) {
            set |= Integer.compress(pattern.mask(i), 0b1001_0110) << 4 * pattern.address(i);
        }
        return set;
    }

    private static long[] hitsOfEachBit(FaultModel model) {
        FaultSampler sampler = of(model, FEW, FOUR);
        long[] hits = new long[16];
        for (int trial = 0; trial < TRIALS; trial++) {
            for (int rest = set(sampler.trial(trial)); rest != 0; rest &= rest - 1) {
                hits[Integer.numberOfTrailingZeros(rest)]++;
            }
        }
        return hits;
    }

    private static void assertAlike(long[] observed) {
        double[] even = new double[observed.length];
        Arrays.fill(even, Arrays.stream(observed).average().orElseThrow());
        assertTrue(new ChiSquareTest().chiSquareTest(even, observed) > SIGNIFICANCE, Arrays.toString(observed));
    }

    private static int[] masks(FaultPattern pattern, int words) {
        int[] masks = new int[words];
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.address(i) < words) {
                masks[pattern.address(i)] = pattern.mask(i);
            }
        }
        return masks;
    }

    @Test
    void theDefaultIsTheExactModel() {
        assertEquals(new BitErrorRate(1e-6, 1e-5), Sampling.PER_BIT.at(1e-6, 1e-5));
        assertEquals(new FlipKind(), new FlipKind(Sampling.PER_BIT));
        assertEquals(Map.of(), new FlipKind().details());
        assertEquals("flip", new FlipKind().label());
    }

    @ParameterizedTest
    @EnumSource
    void isKnownByItsName(Sampling sampling) {
        FlipKind kind = new FlipKind(sampling);
        assertEquals("flip", kind.name());
        assertEquals(sampling == Sampling.PER_BIT, kind.details().isEmpty());
        assertEquals(sampling == Sampling.PER_BIT, kind.label().equals("flip"));
        assertEquals(Optional.of(sampling), Sampling.named(sampling.toString()));
        assertEquals(
                sampling == Sampling.PER_BIT,
                sampling.at(0.1, 0.1).independentHits().isPresent());
        assertEquals(Optional.empty(), Sampling.named("per bit"));
    }

    @ParameterizedTest
    @EnumSource
    void aTrialIsAlwaysTheSame(Sampling sampling) {
        FaultModel model = sampling.at(0.01, 0.02);
        assertEquals(
                of(model, space(7), FaultFilter.ALL).trial(5),
                of(model, space(7), FaultFilter.ALL).trial(5));
        assertNotEquals(
                of(model, space(7), FaultFilter.ALL).trial(5),
                of(model, space(7), FaultFilter.ALL).trial(6));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHitAtARateIsHitAtEveryHigherOneWhereItSaysSo(Sampling sampling) {
        boolean among = true;
        for (int trial = 0; trial < 20; trial++) {
            int[] low =
                    masks(of(sampling.at(0.1, 0.5), space(9), FaultFilter.ALL).trial(trial), 1319);
            int[] high =
                    masks(of(sampling.at(0.5, 0.5), space(9), FaultFilter.ALL).trial(trial), 1319);
            for (int i = 0; i < low.length; i++) {
                among &= (low[i] & ~high[i]) == 0;
            }
        }
        assertEquals(sampling.nested(), among);
    }

    @ParameterizedTest
    @EnumSource(names = "WITH_REPLACEMENT", mode = EnumSource.Mode.EXCLUDE)
    void sharedWordsAreHitAlikeUnderEveryScheme(Sampling sampling) {
        FaultModel model = sampling.at(0.01, 0.02);
        int[] none = masks(of(model, space(0), FaultFilter.ALL).trial(3), 1310);
        int[] bounded = masks(of(model, space(700), FaultFilter.ALL).trial(3), 1310);
        assertTrue(Arrays.stream(none).anyMatch(mask -> mask != 0));
        assertEquals(Arrays.toString(none), Arrays.toString(bounded));
    }

    /** Draws among the shared bits are the first of one sequence: with more bits beside them there are as many or a few less. */
    @Test
    void drawsWithReplacementAreOfOneSequenceUnderEveryScheme() {
        int[] none =
                masks(of(new WithReplacement(0.001), space(0), FaultFilter.ALL).trial(3), 1310);
        int[] bounded = masks(
                of(new WithReplacement(0.001), space(1310), FaultFilter.ALL).trial(3), 1310);
        int common = 0;
        int bits = 0;
        for (int i = 0; i < none.length; i++) {
            common += Integer.bitCount(none[i] & bounded[i]);
            bits += Integer.bitCount(none[i]);
        }
        assertEquals(20, bits, "int(20,960 × 0.001) draws, none of them twice");
        assertTrue(common >= 10, common + " of 20 are hit under both");
    }

    @Test
    void eachTensorHasItsTruncatedNumberOfFlips() {
        FaultSampler sampler = of(new PerTensorTruncated(0.002), space(50), FaultFilter.ALL);
        for (int trial = 0; trial < 50; trial++) {
            FaultPattern pattern = sampler.trial(trial);
            long[] found = sampler.bits().space().regions().stream()
                    .mapToLong(region -> bits(pattern, region))
                    .toArray();
            assertEquals("[32, 0, 9, 1]", Arrays.toString(found), "of 32, 0.32, 9.6 and 1.6");
        }
        FaultFilter signs = FaultFilter.ALL.withBits(BitSelector.positions(15));
        assertEquals(
                2 + 0 + 0,
                of(new PerTensorTruncated(0.002), space(0), signs).trial(0).bits());
    }

    private static long bits(FaultPattern pattern, Region region) {
        return pattern.within(region).bits();
    }

    /** 3 of 12 bits and 1 of 4: every set of three as often as any other. */
    @Test
    void setsOfATensorAreAlike() {
        FaultSampler sampler = of(new PerTensorTruncated(0.25), FEW, FOUR);
        long[] counts = new long[1 << 12];
        for (int trial = 0; trial < TRIALS; trial++) {
            counts[set(sampler.trial(trial)) & 0xFFF]++;
        }
        long[] sets = IntStream.range(0, counts.length)
                .filter(set -> Integer.bitCount(set) == 3)
                .mapToLong(set -> counts[set])
                .toArray();
        assertEquals(220, sets.length);
        assertEquals(TRIALS, Arrays.stream(sets).sum());
        assertAlike(sets);
        assertAlike(Arrays.copyOfRange(hitsOfEachBit(new PerTensorTruncated(0.25)), 12, 16));
    }

    /** K of 4 words is binomial, a word never has two hits, and its four bits are hit alike. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.05})
    void wordsAreStruckIndependentlyAndOnce(double rate) {
        FaultSampler sampler = of(new PerWord(rate, 0.2), FEW, FOUR);
        long[] words = new long[5];
        for (int trial = 0; trial < TRIALS; trial++) {
            FaultPattern pattern = sampler.trial(trial);
            assertEquals(pattern.size(), pattern.bits(), "one bit of a word");
            words[pattern.size()]++;
        }
        BinomialDistribution law = new BinomialDistribution(4, rate);
        double[] expected = {
            TRIALS * law.probability(0), TRIALS * law.probability(1), TRIALS * (1 - law.cumulativeProbability(1))
        };
        long[] observed = {words[0], words[1], words[2] + words[3] + words[4]};
        assertTrue(new ChiSquareTest().chiSquareTest(expected, observed) > SIGNIFICANCE, Arrays.toString(words));
        long[] hits = hitsOfEachBit(new PerWord(rate, 0.2));
        assertAlike(hits);
        Interval frequency =
                Proportion.wilson(Math.toIntExact(Arrays.stream(hits).sum()), 4 * TRIALS);
        assertTrue(frequency.contains(rate), frequency + ": the rate is one of words");
    }

    /** 8 draws from 16 bits: an even number of them is lost, and N/2 · (1 − (1 − 2/N)^n) bits are hit in the mean. */
    @Test
    void aBitThatIsDrawnTwiceFlipsBack() {
        FaultSampler sampler = of(new WithReplacement(0.5), FEW, FOUR);
        long lost = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            long bits = sampler.trial(trial).bits();
            assertTrue(bits <= 8 && bits % 2 == 0, bits + " bits of 8 draws");
            lost += 8 - bits;
        }
        assertTrue(lost > 0);
        long[] hits = hitsOfEachBit(new WithReplacement(0.5));
        assertAlike(hits);
        double expected = 8 * (1 - Math.pow(1 - 2.0 / 16, 8));
        assertEquals(expected, (double) Arrays.stream(hits).sum() / TRIALS, 0.04, "five standard errors");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1e-5, Double.NaN})
    void refusesRatesOutsideZeroToOne(double rate) {
        for (Sampling sampling : List.of(Sampling.PER_TENSOR_TRUNCATED, Sampling.PER_WORD, Sampling.WITH_REPLACEMENT)) {
            var error = assertThrows(IllegalArgumentException.class, () -> sampling.at(rate, rate));
            assertEquals("fault rate " + rate + ", expected more than 0 and less than 1", error.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new PerWord(0.2, 0.1));
    }
}
