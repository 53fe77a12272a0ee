package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.fitact.estimate.Estimator;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.kind.ExactKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FlipKind;
import org.fitact.fault.kind.StuckAtKind;
import org.fitact.identity.Identity;
import org.fitact.identity.JsonDifference;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.LeakyRelu;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Normalisation;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.Bounds;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientFaults.Count;
import org.fitact.transients.TransientTarget;
import org.junit.jupiter.api.Test;

/** Everything that an outcome depends on is in its identity, and nothing else. */
class StudyDefinitionTest {

    private static final ImageSet SOME = Toy.images(20, 21);
    private static final ImageSet ALL = Toy.images(40, 22);
    private static final Normalisation NORMALISATION = Toy.data().normalisation();

    /** What a test changes, one at a time. */
    private record Setting(
            List<Double> rates,
            int trials,
            FaultKind faults,
            FaultFilter filter,
            Deployment deployment,
            long seed,
            StudyDefinition.Evaluated images,
            Backend backend,
            BoundedActivation activation) {

        static final Setting PLAIN = new Setting(
                List.of(1e-5, 1e-4),
                4,
                new FlipKind(),
                FaultFilter.ALL,
                Deployment.of(FixedPoint.DEFAULT),
                42,
                new StudyDefinition.Evaluated(SOME, ALL, NORMALISATION),
                Toy.REFERENCE,
                smooth(20));

        static BoundedActivation smooth(float kappa) {
            return new BoundedActivation(Policy.SMOOTH, Granularity.LAYER, BoundSource.GIVEN, kappa);
        }

        JsonNode definition() {
            try (Network plain = Toy.network(backend);
                    Network bounded = Toy.network(backend)) {
                activation.install(bounded, site -> bounds(site.neurons()));
                List<ProtectedNetwork> schemes = List.of(
                        new ProtectedNetwork("none", plain),
                        new ProtectedNetwork(
                                "bounded",
                                bounded,
                                Protections.baseline(),
                                Map.of("said", "in the report only"),
                                Optional.empty()));
                return StudyDefinition.of("toy", CampaignScheme.of(schemes, settings()), settings(), images);
            }
        }

        private Bounds bounds(int neurons) {
            float[] bounds = new float[activation.granularity() == Granularity.NEURON ? neurons : 1];
            Arrays.fill(bounds, 3);
            return new Bounds(null, bounds);
        }

        CampaignSettings settings() {
            return new CampaignSettings(rates, StoppingRule.exactly(trials), faults, filter, deployment, seed);
        }

        Setting with(FixedPoint arithmetic) {
            return with(Deployment.of(arithmetic));
        }

        Setting with(Deployment other) {
            return new Setting(rates, trials, faults, filter, other, seed, images, backend, activation);
        }

        Setting with(FaultFilter other) {
            return new Setting(rates, trials, faults, other, deployment, seed, images, backend, activation);
        }

        Setting with(FaultKind other) {
            return new Setting(rates, trials, other, filter, deployment, seed, images, backend, activation);
        }

        Setting with(List<Double> other, int number) {
            return new Setting(other, number, faults, filter, deployment, seed, images, backend, activation);
        }

        Setting with(ImageSet trial, ImageSet all, Normalisation normalisation) {
            return new Setting(
                    rates,
                    trials,
                    faults,
                    filter,
                    deployment,
                    seed,
                    new StudyDefinition.Evaluated(trial, all, normalisation),
                    backend,
                    activation);
        }

        Setting with(long other) {
            return new Setting(rates, trials, faults, filter, deployment, other, images, backend, activation);
        }

        Setting with(Backend other) {
            return new Setting(rates, trials, faults, filter, deployment, seed, images, other, activation);
        }

        Setting with(BoundedActivation other) {
            return new Setting(rates, trials, faults, filter, deployment, seed, images, backend, other);
        }
    }

    @Test
    void aSchemeInWhichNothingCanBeHitIsNamedBeforeAnyTrial() {
        FaultFilter bounds = new FaultFilter(List.of("*"), Set.of(ParameterKind.BOUND), BitSelector.ALL);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, Setting.PLAIN.with(bounds)::definition);
        assertTrue(e.getMessage().startsWith("scheme none: no stored parameter is of kinds [BOUND]"), e.getMessage());
    }

    private static void assertDiffersAt(String path, UnaryOperator<Setting> change) {
        Optional<JsonDifference> difference = JsonDifference.first(
                Setting.PLAIN.definition(), change.apply(Setting.PLAIN).definition());
        assertEquals(path, difference.map(JsonDifference::path).orElse("nothing"));
    }

    @Test
    void everythingThatAnOutcomeDependsOnIsNamedWhereItDiffers() {
        assertDiffersAt("nothing", setting -> setting);
        assertDiffersAt("conditions.images.trial", s -> s.with(Toy.images(20, 23), ALL, NORMALISATION));
        assertDiffersAt("conditions.images.withoutFaults", s -> s.with(SOME, Toy.images(40, 23), NORMALISATION));
        assertDiffersAt("conditions.normalisation.mean[0]", s -> s.with(SOME, ALL, Normalisation.none(1)));
        assertDiffersAt("conditions.seed", s -> s.with(43));
        assertDiffersAt("conditions.faults.kind", s -> s.with(new StuckAtKind(0)));
        assertDiffersAt("conditions.faults.largestRate", s -> s.with(List.of(1e-5, 2e-4), 4));
        assertDiffersAt(
                "conditions.filter.bits.classes", s -> s.with(FaultFilter.ALL.withBits(BitSelector.positions(3))));
        assertDiffersAt("conditions.filter.kinds[1]", s -> s.with(FaultFilter.ALL.withKinds(ParameterKind.BIAS)));
        assertDiffersAt("conditions.filter.layers[0]", s -> s.with(FaultFilter.ALL.withLayers("conv*")));
    }

    /** And where there is no scrub nothing of it is said, as before there were any. */
    @Test
    void scrubsAreNamed() {
        Setting plain = Setting.PLAIN;
        CampaignSettings scrubbed = new CampaignSettings(
                plain.rates(),
                StoppingRule.exactly(4),
                plain.faults(),
                plain.filter(),
                plain.deployment(),
                plain.seed(),
                Estimator.PLAIN,
                9);
        Map<String, Object> conditions = StudyDefinition.conditions(Toy.REFERENCE, scrubbed, plain.images());
        assertEquals(9, conditions.remove("scrubs"));
        assertEquals(
                StudyDefinition.conditions(Toy.REFERENCE, plain.settings(), plain.images())
                        .keySet(),
                conditions.keySet());
    }

    /** What flips in the computation, where anything does; otherwise there is no word of it. */
    @Test
    void transientFaultsAreNamed() {
        Setting plain = Setting.PLAIN;
        TransientFaults some = new TransientFaults(
                Set.of(TransientTarget.INPUT), Set.of(), TransientFaults.AS_COMPUTED, new Count.OfCampaign());
        Map<String, Object> conditions =
                StudyDefinition.conditions(Toy.REFERENCE, plain.settings().with(some), plain.images());
        assertEquals(
                Map.of(
                        "targets",
                        Set.of(TransientTarget.INPUT),
                        "format",
                        "float32",
                        "count",
                        "rate",
                        "largestRate",
                        1e-4,
                        "version",
                        1),
                conditions.remove("transients"));
        assertEquals(StudyDefinition.conditions(Toy.REFERENCE, plain.settings(), plain.images()), conditions);
        TransientFaults sums = new TransientFaults(
                Set.of(TransientTarget.ACCUMULATOR), Set.of(), TransientFaults.AS_COMPUTED, new Count.One());
        CampaignSettings struck = plain.settings().with(sums);
        assertEquals(Fusion.SUMS, struck.deployment().fusion(), "what is struck can be observed");
        assertEquals(plain.settings().rates(), struck.rates());
    }

    @Test
    void storageIsNamed() {
        Deployment plain = Setting.PLAIN.deployment();
        String format = "conditions.deployment.arithmetic.format.fractionBits";
        assertDiffersAt(format, s -> s.with(FixedPoint.of(QFormat.Q7_8)));
        assertDiffersAt(
                "conditions.deployment.boundArithmetic.format.fractionBits",
                s -> s.with(plain.withBounds(FixedPoint.of(QFormat.Q7_8))));
        assertDiffersAt(
                "conditions.deployment.arithmetic.rounding",
                s -> s.with(new FixedPoint(QFormat.Q15_16, Rounding.TRUNCATE, Overflow.SATURATE, 0)));
        assertDiffersAt(
                "conditions.deployment.arithmetic.overflow",
                s -> s.with(new FixedPoint(QFormat.Q15_16, Rounding.HALF_EVEN, Overflow.WRAP, 0)));
        assertDiffersAt(
                "conditions.deployment.foldBatchNorm", s -> s.with(new Deployment(FixedPoint.DEFAULT, false, 100)));
        assertDiffersAt("conditions.deployment.batchSize", s -> s.with(new Deployment(FixedPoint.DEFAULT, true, 25)));
        assertDiffersAt("conditions.deployment.boundsApart", s -> s.with(plain.observable(Fusion.ALL_BUT_BOUNDS)));
    }

    /** What chooses a threshold, where alarms are counted; otherwise there is no word of it. */
    @Test
    void alarmsAreNamed() {
        assertFalse(conditions(Optional.empty()).containsKey("alarm"));
        Object alarm =
                conditions(Optional.of(new StudyDefinition.Alarm(SOME, 0.01))).get("alarm");
        assertEquals(
                alarm,
                conditions(Optional.of(new StudyDefinition.Alarm(SOME, 0.01))).get("alarm"));
        assertNotEquals(
                alarm,
                conditions(Optional.of(new StudyDefinition.Alarm(ALL, 0.01))).get("alarm"));
        assertNotEquals(
                alarm,
                conditions(Optional.of(new StudyDefinition.Alarm(SOME, 0.02))).get("alarm"));
    }

    private static Map<String, Object> conditions(Optional<StudyDefinition.Alarm> alarm) {
        return StudyDefinition.conditions(
                Toy.REFERENCE,
                Setting.PLAIN.settings(),
                new StudyDefinition.Evaluated(SOME, ALL, NORMALISATION, alarm));
    }

    /** The numbers of an activation stand in its node. */
    @Test
    void theSlopeOfAnActivationIsPartOfTheForm() {
        assertEquals(leaky(0.125f), leaky(0.125f));
        assertNotEquals(leaky(0.125f), leaky(0.25f));
    }

    /** The form of a network whose first activation is a leaky ReLU. */
    private static Identity leaky(float slope) {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            String first = network.sites().getFirst().name();
            network.transform(network.graph().withSite(first, site -> site.with(new LeakyRelu(slope))));
            return Identity.of("form")
                    .with("architecture", StudyDefinition.architecture(network))
                    .build();
        }
    }

    @Test
    void theNetworksAndWhatComputesAreNamed() {
        String site = "networks.bounded.activations.relu1.";
        assertDiffersAt(site + "kappa", s -> s.with(Setting.smooth(10)));
        assertDiffersAt(
                site + "policy", s -> s.with(new BoundedActivation(Policy.ZERO, Granularity.LAYER, BoundSource.GIVEN)));
        assertDiffersAt(
                site + "granularity",
                s -> s.with(new BoundedActivation(Policy.SMOOTH, Granularity.NEURON, BoundSource.GIVEN, 20)));
        try (Backend simd = Backends.open("simd", new BackendOptions(1));
                Backend direct = Backends.open("simd", new BackendOptions(2).choosing(Map.of("conv", "direct")))) {
            assertDiffersAt("conditions.backend.choices.conv", s -> s.with(simd));
            JsonNode fastest = Setting.PLAIN.with(simd).definition();
            assertEquals(
                    "conditions.backend.choices.conv",
                    JsonDifference.first(fastest, Setting.PLAIN.with(direct).definition())
                            .orElseThrow()
                            .path());
        }
    }

    @Test
    void threadsAreNoPartOfIt() {
        try (Backend one = Backends.open("simd", new BackendOptions(1));
                Backend two = Backends.open("simd", new BackendOptions(2))) {
            assertEquals(
                    Setting.PLAIN.with(one).definition(),
                    Setting.PLAIN.with(two).definition());
        }
    }

    /** So rates, trials and schemes can be added to what is measured: what is there already stays what it was. */
    @Test
    void anOutcomeDependsOnNeitherTrialsNorOtherRatesNorOtherSchemes() {
        JsonNode plain = Setting.PLAIN.definition();
        JsonNode more = Setting.PLAIN.with(List.of(1e-6, 1e-5, 1e-4), 9).definition();
        assertEquals(plain.path("conditions"), more.path("conditions"));
        assertEquals(plain.path("networks"), more.path("networks"));
        assertEquals("rates[0]", JsonDifference.first(plain, more).orElseThrow().path());
        JsonNode exact = Setting.PLAIN.with(new ExactKind()).definition();
        JsonNode farther =
                Setting.PLAIN.with(new ExactKind()).with(List.of(1e-4, 1e-3), 4).definition();
        assertEquals(exact.path("conditions"), farther.path("conditions"), "a number of faults is coupled to no rate");
    }

    @Test
    void theFormIsThatOfAnIdentity() {
        JsonNode definition = Setting.PLAIN.definition();
        assertEquals("study", definition.path("kind").textValue());
        assertEquals(Identity.VERSION, definition.path("version").intValue());
    }
}
