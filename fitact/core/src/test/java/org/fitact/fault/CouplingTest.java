package org.fitact.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fitact.tensor.number.BitClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rates, schemes and threads are compared on identical faults. */
class CouplingTest {

    private static final int TRIALS = 500;
    private static final FaultSpace PLAIN = Spaces.small(false);
    private static final FaultSpace BOUNDED = Spaces.small(true);

    @Test
    void whatIsHitAtARateIsHitAtEveryHigherRate() {
        double[] rates = {0.001, 0.01, 0.03, 0.1};
        List<FaultSampler> samplers = BitErrorRate.coupled(rates).stream()
                .map(model -> new FaultSampler(BOUNDED, FaultFilter.ALL, model, 5))
                .toList();
        long[] hits = new long[rates.length];
        for (int trial = 0; trial < TRIALS; trial++) {
            List<Long> lower = List.of();
            for (int i = 0; i < rates.length; i++) {
                List<Long> bits = Spaces.bits(samplers.get(i).trial(trial), BOUNDED);
                assertTrue(bits.containsAll(lower), "trial " + trial + " at rate " + rates[i]);
                hits[i] += bits.size();
                lower = bits;
            }
        }
        for (int i = 0; i < rates.length; i++) {
            double mean = TRIALS * BOUNDED.bits() * rates[i];
            assertEquals(mean, hits[i], 4 * Math.sqrt(mean), "rate " + rates[i]);
        }
    }

    /** In whichever part of a period a flip arrives: at a lower rate in the same, and of twice as many parts in one of its halves. */
    @Test
    void aFlipHasOneTimeToArriveAt() {
        FaultSampler rare = new FaultSampler(BOUNDED, FaultFilter.ALL, new BitErrorRate(0.01, 0.1), 5, 3);
        FaultSampler often = new FaultSampler(BOUNDED, FaultFilter.ALL, new BitErrorRate(0.1, 0.1), 5, 3);
        FaultSampler finer = new FaultSampler(BOUNDED, FaultFilter.ALL, new BitErrorRate(0.1, 0.1), 5, 7);
        FaultSampler plain = new FaultSampler(PLAIN, FaultFilter.ALL, new BitErrorRate(0.1, 0.1), 5, 3);
        long[] ofPart = new long[4];
        long all = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            List<Long> together = new ArrayList<>();
            for (int part = 0; part < 4; part++) {
                List<Long> bits = Spaces.bits(often.arrivals(trial).get(part), BOUNDED);
                assertTrue(bits.containsAll(Spaces.bits(rare.arrivals(trial).get(part), BOUNDED)));
                List<Long> halves =
                        new ArrayList<>(Spaces.bits(finer.arrivals(trial).get(2 * part), BOUNDED));
                halves.addAll(Spaces.bits(finer.arrivals(trial).get(2 * part + 1), BOUNDED));
                assertEquals(bits, halves.stream().sorted().toList());
                assertEquals(
                        Spaces.bits(plain.arrivals(trial).get(part), PLAIN),
                        bits.stream().filter(bit -> bit < PLAIN.bits()).toList());
                ofPart[part] += bits.size();
                together.addAll(bits);
            }
            assertEquals(
                    Spaces.bits(often.trial(trial), BOUNDED),
                    together.stream().sorted().toList());
            all += together.size();
        }
        for (long hits : ofPart) {
            assertEquals(all / 4.0, hits, 4 * Math.sqrt(all * 3 / 16.0), "as many in each part");
        }
    }

    @Test
    void onlyFlipsThatComeByThemselvesAreMendedByWriting() {
        for (FaultModel model : List.of(new Burst(4, 0.01), new StuckAt1(0.01), new ExactCount(3))) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> new FaultSampler(PLAIN, FaultFilter.ALL, model, 5, 1))
                    .getMessage();
            assertTrue(message.endsWith("between scrubs, expected flips that come each by itself"), message);
        }
    }

    static Stream<FaultModel> rateModels() {
        return Stream.of(
                new BitErrorRate(0.02, 0.05),
                new StuckAt0(0.05),
                new StuckAt1(new BitErrorRate(0.02, 0.05)),
                new Burst(5, 0.01));
    }

    @ParameterizedTest
    @MethodSource("rateModels")
    void boundsOnlyAddFaultsBehindTheSharedOnes(FaultModel model) {
        for (FaultFilter filter :
                new FaultFilter[] {FaultFilter.ALL, FaultFilter.ALL.withBits(BitSelector.of(BitClass.INTEGER))}) {
            FaultSampler plain = new FaultSampler(PLAIN, filter, model, 6);
            FaultSampler bounded = new FaultSampler(BOUNDED, filter, model, 6);
            boolean boundsWereHit = false;
            for (int trial = 0; trial < TRIALS; trial++) {
                List<Long> shared = Spaces.bits(plain.trial(trial), PLAIN);
                List<Long> all = Spaces.bits(bounded.trial(trial), BOUNDED);
                assertEquals(
                        shared, all.stream().filter(bit -> bit < PLAIN.bits()).toList(), "trial " + trial);
                boundsWereHit |= all.size() > shared.size();
            }
            assertTrue(boundsWereHit);
        }
    }

    @Test
    void exactCountsShareWhatTheyCan() {
        ExactCount ten = new ExactCount(10);
        FaultSampler plain = new FaultSampler(PLAIN, FaultFilter.ALL, ten, 7);
        FaultSampler bounded = new FaultSampler(BOUNDED, FaultFilter.ALL, ten, 7);
        long inBounds = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            List<Long> all = Spaces.bits(bounded.trial(trial), BOUNDED);
            assertEquals(10, all.size());
            List<Long> shared = all.stream().filter(bit -> bit < PLAIN.bits()).toList();
            assertTrue(Spaces.bits(plain.trial(trial), PLAIN).containsAll(shared), "trial " + trial);
            inBounds += 10 - shared.size();
        }
        double share = 9 / 49.0;
        double mean = TRIALS * 10 * share;
        assertEquals(mean, inBounds, 4 * Math.sqrt(mean * (1 - share)));
    }

    @Test
    void aTrialDependsOnSeedAndNumberOnly() {
        FaultModel model = new BitErrorRate(0.02);
        FaultSampler sampler = new FaultSampler(BOUNDED, FaultFilter.ALL, model, 8);
        List<FaultPattern> forwards =
                IntStream.range(0, TRIALS).mapToObj(sampler::trial).toList();
        List<FaultPattern> parallel =
                IntStream.range(0, TRIALS).parallel().mapToObj(sampler::trial).toList();
        assertEquals(forwards, parallel);
        FaultSampler again = new FaultSampler(BOUNDED, FaultFilter.ALL, model, 8);
        for (int trial = TRIALS - 1; trial >= 0; trial--) {
            assertEquals(forwards.get(trial), again.trial(trial));
        }
        FaultSampler other = new FaultSampler(BOUNDED, FaultFilter.ALL, model, 9);
        assertNotEquals(
                forwards, IntStream.range(0, TRIALS).mapToObj(other::trial).toList());
        assertEquals(TRIALS, forwards.stream().distinct().count());
    }
}
