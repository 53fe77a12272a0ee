package org.fitact.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.ExactKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RareEventsTest {

    private static final long BITS = 7_700_000;
    private static final double KEPT = 0.98;

    /** Each flip leaves a share of the accuracy: then E = a₀ (1 − p (1 − q))^N. */
    private static RareEvents geometric(double largestRate) {
        List<RareEvents.Stratum> strata = new ArrayList<>();
        for (int flips : RareEvents.flips(BITS, largestRate)) {
            double[] trials = new double[100];
            Arrays.fill(trials, 0.9 * Math.pow(KEPT, flips));
            strata.add(new RareEvents.Stratum(flips, trials));
        }
        return new RareEvents(BITS, 0.9, strata);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3})
    void isTheMeanOverAllNumbersOfFlips(double rate) {
        double lost = -0.9 * Math.expm1(BITS * Math.log1p(-rate * (1 - KEPT)));
        RareEvents.Point point = geometric(1e-3).at(rate);
        assertEquals(lost, 0.9 - point.mean(), 0.02 * lost, "interpolated between numbers of flips");
        // Where nothing is left the line between two numbers of flips lies some millionths above the curve.
        double interpolation = 2e-6;
        assertTrue(point.ci95().low() - interpolation < 0.9 - lost, point::toString);
        assertTrue(point.ci95().high() + interpolation > 0.9 - lost, point::toString);
        assertTrue(point.beyond() < 1e-6, point::toString);
    }

    /** What was not tried may be anything. */
    @Test
    void ratesBeyondTheTrialsHaveWideIntervals() {
        RareEvents.Point point = geometric(1e-6).at(1e-4);
        assertTrue(point.beyond() > 0.999);
        assertTrue(point.ci95().low() < 0.01 && point.ci95().high() > 0.99, point::toString);
    }

    @Test
    void ofRareRatesThereIsAnIntervalToo() {
        RareEvents.Point point = geometric(1e-3).at(1e-12);
        assertTrue(point.ci95().low() < point.mean() && point.mean() < 0.9);
        assertTrue(0.9 - point.ci95().low() < 1e-6, point::toString);
    }

    /** Trials with fixed numbers of flips, and plain ones, of one network. */
    @Test
    void agreesWithPlainTrials() {
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(25, 9))) {
            double rate = 1e-5;
            CampaignSettings one = settings(new ExactKind(), 1e-9, 2, 1);
            long bits = CampaignScheme.of(new ProtectedNetwork(Protections.baseline(), network), one)
                    .samplers()
                    .getFirst()
                    .bits()
                    .count();
            List<RareEvents.Stratum> strata = new ArrayList<>();
            double withoutFaults = 0;
            for (int flips : RareEvents.flips(bits, rate)) {
                Map<TrialKey, TrialOutcome> trials =
                        run(settings(new ExactKind(), (double) flips / bits, 20, flips), network, images);
                withoutFaults = trials.get(TrialKey.faultFree("none")).accuracy();
                assertTrue(trials.entrySet().stream()
                        .allMatch(trial ->
                                trial.getKey().rate() == 0 || trial.getValue().flips() == flips));
                strata.add(new RareEvents.Stratum(flips, accuracies(trials)));
            }
            Interval plain = Range.ofTrials(withoutFaults)
                    .ofMean(accuracies(run(settings(new FlipKind(), rate, 60, 99), network, images)));
            RareEvents.Point point = new RareEvents(bits, withoutFaults, strata).at(rate);
            assertTrue(
                    point.ci95().low() <= plain.high()
                            && plain.low() <= point.ci95().high(),
                    point + " and " + plain);
        }
    }

    @Test
    void numbersOfFlipsReachWhereRatesLead() {
        assertEquals("[1, 2, 3, 4, 6, 8, 12, 16, 24, 32]", Arrays.toString(RareEvents.flips(1_000_000, 3e-6)));
        // A small memory, and a rate at which most of it is hit: no more flips than there are bits.
        assertEquals("[1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 95]", Arrays.toString(RareEvents.flips(96, 0.7)));
        assertEquals("[1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]", Arrays.toString(RareEvents.flips(65, 0.9)));
        assertThrows(IllegalArgumentException.class, () -> new RareEvents(10, 0.9, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RareEvents(
                        10,
                        0.9,
                        List.of(new RareEvents.Stratum(1, new double[] {1}), new RareEvents.Stratum(1, new double[] {1
                        }))));
    }

    private static CampaignSettings settings(FaultKind kind, double rate, int trials, long seed) {
        return new CampaignSettings(
                List.of(rate),
                StoppingRule.exactly(trials),
                kind,
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, 25),
                seed);
    }

    private static Map<TrialKey, TrialOutcome> run(CampaignSettings settings, Network network, EvaluationSet images) {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        List<CampaignScheme> schemes =
                CampaignScheme.of(List.of(new ProtectedNetwork(Protections.baseline(), network)), settings);
        new Campaign(settings, schemes, images, images, TrialLog.inMemory(trials)).run((_, _, _) -> {});
        return trials;
    }

    private static double[] accuracies(Map<TrialKey, TrialOutcome> trials) {
        return trials.entrySet().stream()
                .filter(trial -> trial.getKey().rate() > 0)
                .mapToDouble(trial -> trial.getValue().accuracy())
                .toArray();
    }
}
