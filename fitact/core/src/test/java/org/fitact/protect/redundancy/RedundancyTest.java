package org.fitact.protect.redundancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.NoKind;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientFaults.Count;
import org.fitact.transients.TransientTarget;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every scheme that computes more than it needs, under the same faults in accumulators. */
class RedundancyTest {

    private static final Backend BACKEND = Backends.cpu(new BackendOptions(1));
    private static final int IMAGES = 40;
    private static final int TRIALS = 3;
    private static final double NAME = 0.5;
    private static final List<String> SCHEMES =
            List.of("none", "abft", "abft-zero", "approx-abft", "dmr", "tmr", "duplicate");
    private static final Map<String, Map<String, Object>> DETAILS = new LinkedHashMap<>();

    @BeforeAll
    static void harden() {
        try (Network network = Toy.network(BACKEND);
                EvaluationSet heldOut = Toy.upload(BACKEND, Toy.images(60, 2))) {
            for (String scheme : SCHEMES) {
                DETAILS.put(
                        scheme,
                        Protections.named(scheme)
                                .protect(network, Toy.job(network, heldOut, HardeningSettings.DEFAULT))
                                .details());
            }
        }
    }

    private static ProtectedNetwork of(String scheme, Network network) {
        return new ProtectedNetwork(scheme, network, Protections.named(scheme), DETAILS.get(scheme), Optional.empty());
    }

    private static Map<TrialKey, TrialOutcome> run(Count count, int batch, List<String> schemes) {
        CampaignSettings settings = new CampaignSettings(
                        List.of(NAME),
                        StoppingRule.exactly(TRIALS),
                        new NoKind(),
                        FaultFilter.ALL,
                        new Deployment(FixedPoint.DEFAULT, true, batch),
                        42)
                .with(new TransientFaults(
                        Set.of(TransientTarget.ACCUMULATOR), Set.of(), TransientFaults.AS_COMPUTED, count));
        Map<TrialKey, TrialOutcome> found = new LinkedHashMap<>();
        try (Network network = Toy.network(BACKEND);
                EvaluationSet images = new EvaluationSet(
                        BACKEND, Toy.images(IMAGES, 9), Toy.data().normalisation(), batch)) {
            List<CampaignScheme> all = CampaignScheme.of(
                    schemes.stream().map(scheme -> of(scheme, network)).toList(), settings);
            new Campaign(settings, all, images, images, TrialLog.inMemory(found)).run((_, _, _) -> {});
        }
        return found;
    }

    private static TrialOutcome outcome(Map<TrialKey, TrialOutcome> all, String scheme, int trial) {
        return all.get(new TrialKey(scheme, NAME, trial));
    }

    @Test
    void eachSeesFaultsThatTheUnprotectedNetworkSuffers() {
        Map<TrialKey, TrialOutcome> all = run(new Count.One(), 25, SCHEMES);
        for (int trial = 0; trial < TRIALS; trial++) {
            assertEquals(Optional.empty(), outcome(all, "none", trial).checks());
            for (String scheme : SCHEMES) {
                TrialOutcome outcome = outcome(all, scheme, trial);
                assertEquals(0, outcome.flips(), "no memory is hit");
                assertEquals(
                        new TransientCounts(IMAGES, IMAGES),
                        outcome.transients().orElseThrow(),
                        scheme);
            }
            CheckCounts abft = outcome(all, "abft", trial).checks().orElseThrow();
            CheckCounts approx = outcome(all, "approx-abft", trial).checks().orElseThrow();
            assertEquals(IMAGES, abft.detected() + abft.missed());
            assertTrue(abft.detected() > IMAGES / 3, abft.toString());
            assertEquals(0, abft.harmful(), "what is missed is not seen in the answers either");
            assertTrue(approx.detected() <= abft.detected(), approx + " and " + abft);
            assertEquals(abft, outcome(all, "abft-zero", trial).checks().orElseThrow());
            for (String scheme : List.of("dmr", "tmr")) {
                assertEquals(
                        new CheckCounts(IMAGES, 0, 0, 0),
                        outcome(all, scheme, trial).checks().orElseThrow(),
                        scheme);
                assertEquals(
                        IMAGES,
                        outcome(all, scheme, trial).consequences().orElseThrow().masked(),
                        scheme);
            }
            CheckCounts duplicate = outcome(all, "duplicate", trial).checks().orElseThrow();
            assertEquals(IMAGES, duplicate.detected() + duplicate.missed());
            assertTrue(duplicate.detected() > 0 && duplicate.missed() > 0, duplicate.toString());
            // What is detected is computed again, so nothing is left but what is within rounding.
            assertEquals(
                    0, outcome(all, "abft", trial).consequences().orElseThrow().sdc1());
        }
        int lost = 0;
        int withDuplicates = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            lost += outcome(all, "none", trial).consequences().orElseThrow().sdc1();
            withDuplicates += outcome(all, "duplicate", trial)
                    .consequences()
                    .orElseThrow()
                    .sdc1();
        }
        assertTrue(lost > 0, "the unprotected network suffers");
        assertTrue(withDuplicates < lost, withDuplicates + " of " + lost);
        for (String scheme : SCHEMES) {
            assertEquals(
                    scheme.equals("none") ? Optional.empty() : Optional.of(new CheckCounts(0, 0, 0, 0)),
                    all.get(TrialKey.faultFree(scheme)).checks(),
                    "no false alarm of " + scheme);
        }
    }

    /** Also where products are computed again, with faults of their own. */
    @Test
    void findsTheSameInBatchesOfAnySize() {
        List<String> schemes = List.of("none", "abft", "dmr", "tmr", "duplicate");
        Map<TrialKey, TrialOutcome> all = run(new Count.Fixed(3e-5), 25, schemes);
        Map<TrialKey, TrialOutcome> one = run(new Count.Fixed(3e-5), 7, schemes);
        for (String scheme : schemes) {
            for (int trial = 0; trial < TRIALS; trial++) {
                assertEquals(
                        outcome(all, scheme, trial).checks(),
                        outcome(one, scheme, trial).checks(),
                        scheme);
                assertEquals(
                        outcome(all, scheme, trial).transients(),
                        outcome(one, scheme, trial).transients(),
                        scheme);
            }
        }
        assertTrue(
                outcome(all, "tmr", 0).transients().orElseThrow().flips()
                        > 2.5
                                * outcome(all, "none", 0)
                                        .transients()
                                        .orElseThrow()
                                        .flips(),
                "what is computed three times is struck three times");
        double once = outcome(all, "none", 0).transients().orElseThrow().flips();
        double some = outcome(all, "duplicate", 0).transients().orElseThrow().flips();
        assertTrue(some > once && some < 1.9 * once, "some channels are struck twice: " + some + " and " + once);
    }

    @Test
    void thresholdsAreThoseOfTheHardening() {
        Map<?, ?> thresholds = (Map<?, ?>) DETAILS.get("abft").get("thresholds");
        Map<?, ?> raised = (Map<?, ?>) DETAILS.get("approx-abft").get("thresholds");
        assertEquals(Set.of("conv1", "conv2", "fc1", "fc2", "fc3"), thresholds.keySet());
        assertTrue(thresholds.keySet().stream()
                .allMatch(step -> (double) raised.get(step) >= (double) thresholds.get(step)));
        assertTrue((double) raised.get("conv1") > 1000 * (double) thresholds.get("conv1"), raised.toString());
        Protection abft = Protections.named("abft");
        try (Network network = Toy.network(BACKEND)) {
            assertEquals(
                    "scheme abft has no thresholds, expected those that its hardening chose",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new ProtectedNetwork(abft, network).deploy(Deployment.of(FixedPoint.DEFAULT)))
                            .getMessage());
        }
    }
}
