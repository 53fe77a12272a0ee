package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.kind.BurstKind;
import org.fitact.fault.kind.ExactKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FaultKinds;
import org.fitact.fault.kind.FlipKind;
import org.fitact.fault.kind.StuckAtKind;
import org.fitact.memory.Deployment;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.BitClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultKindTest {

    private static final List<Double> RATES = List.of(0.01, 0.1);
    private static final int WEIGHTS = 5000;

    private static FaultSpace space(int bounds) {
        FaultSpace.Builder builder =
                FaultSpace.builder(FixedPoint.of(QFormat.Q7_8)).add("fc", "fc.weight", ParameterKind.WEIGHT, WEIGHTS);
        return (bounds == 0 ? builder : builder.add("relu", "relu.bounds", ParameterKind.BOUND, bounds)).build();
    }

    private static FaultPattern draw(FaultKind kind, double rate, FaultSpace space, FaultFilter filter) {
        CampaignSettings settings = new CampaignSettings(
                RATES, StoppingRule.exactly(2), kind, filter, Deployment.of(FixedPoint.DEFAULT), 9);
        return settings.sampler(rate, space).trial(3);
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

    static List<FaultKind> kinds() {
        return FaultKinds.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsHitAtARateIsHitAtEveryHigherOne(FaultKind kind) {
        int[] low = masks(draw(kind, 0.01, space(700), FaultFilter.ALL), WEIGHTS + 700);
        int[] high = masks(draw(kind, 0.1, space(700), FaultFilter.ALL), WEIGHTS + 700);
        assertTrue(Arrays.stream(low).anyMatch(mask -> mask != 0));
        for (int i = 0; i < low.length; i++) {
            assertEquals(low[i], low[i] & high[i]);
        }
    }

    /** It hits in the same order, but not as many. */
    static List<FaultKind> kindsButExact() {
        return kinds().stream().filter(kind -> !(kind instanceof ExactKind)).toList();
    }

    @ParameterizedTest
    @MethodSource("kindsButExact")
    void sharedWordsAreHitAlikeUnderEveryScheme(FaultKind kind) {
        for (double rate : RATES) {
            int[] none = masks(draw(kind, rate, space(0), FaultFilter.ALL), WEIGHTS);
            int[] bounded = masks(draw(kind, rate, space(700), FaultFilter.ALL), WEIGHTS);
            assertEquals(Arrays.toString(none), Arrays.toString(bounded));
        }
    }

    @Test
    void exactCountIsTheRateTimesTheBitsThatMayBeHit() {
        assertEquals(800, draw(new ExactKind(), 0.01, space(0), FaultFilter.ALL).bits());
        assertEquals(
                912, draw(new ExactKind(), 0.01, space(700), FaultFilter.ALL).bits());
        FaultFilter signs = FaultFilter.ALL.withBits(BitSelector.of(BitClass.SIGN));
        assertEquals(57, draw(new ExactKind(), 0.01, space(700), signs).bits());
        FaultFilter one = FaultFilter.ALL.withKinds(ParameterKind.BOUND);
        assertEquals(1, draw(new ExactKind(), 0.01, space(2), one).bits());
    }

    @Test
    void exactHitsWeightsAsOftenWithBoundsAsWithout() {
        long none = draw(new ExactKind(), 0.1, space(0), FaultFilter.ALL).bits();
        FaultPattern pattern = draw(new ExactKind(), 0.1, space(5000), FaultFilter.ALL);
        long weights =
                Arrays.stream(masks(pattern, WEIGHTS)).map(Integer::bitCount).sum();
        assertEquals(8000, none);
        assertEquals(8000, weights, 350, "five standard deviations of a hypergeometric count");
    }

    @Test
    void kindsDoWhatTheirNamesSay() {
        assertEquals(FaultOperation.FLIP, operation(new FlipKind()));
        assertEquals(FaultOperation.FLIP, operation(new ExactKind()));
        assertEquals(FaultOperation.FLIP, operation(new BurstKind(4)));
        assertEquals(FaultOperation.CLEAR, operation(new StuckAtKind(0)));
        assertEquals(FaultOperation.SET, operation(new StuckAtKind(1)));
        assertEquals(List.of("flip", "exact", "burst-4", "stuck-at-0", "stuck-at-1"), FaultKinds.names());
        assertEquals(new StuckAtKind(0), FaultKinds.named("STUCK_AT_0"));
        assertEquals(
                "unknown kind of fault 'stuck-at': did you mean 'stuck-at-0'? (known: flip, exact, burst-4, stuck-at-0, "
                        + "stuck-at-1)",
                assertThrows(IllegalArgumentException.class, () -> FaultKinds.named("stuck-at"))
                        .getMessage());
    }

    private static FaultOperation operation(FaultKind kind) {
        return draw(kind, 0.01, space(0), FaultFilter.ALL).operation();
    }

    @Test
    void burstsAreFourBitsLong() {
        FaultPattern starts = draw(new FlipKind(), 0.01, space(0), FaultFilter.ALL);
        FaultPattern bursts = draw(new BurstKind(4), 0.01, space(0), FaultFilter.ALL);
        assertTrue(bursts.bits() > 3.8 * starts.bits() && bursts.bits() <= 4 * starts.bits(), bursts.toString());
    }
}
