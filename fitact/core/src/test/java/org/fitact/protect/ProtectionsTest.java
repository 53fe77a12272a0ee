package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.NotAReluException;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectionsTest {

    private static final HardeningSettings DEFAULT = HardeningSettings.DEFAULT;

    /** One epoch of steps that are too short to be seen in a float. */
    private static final HardeningSettings STANDING_STILL =
            with(new HardeningSettings.PostTraining(0.5, 1, 20, 0.35f, 1e-30, 1e-8f, 1, 160, 1, Granularity.NEURON), 0);

    private static HardeningSettings with(HardeningSettings.PostTraining training, float givenBound) {
        HardeningSettings.ThresholdSearch search =
                new HardeningSettings.ThresholdSearch(new double[] {1e-4}, 1, 10, 1, 1, 1);
        return new HardeningSettings(training, search, givenBound, FixedPoint.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"ranger,SATURATE,LAYER", "gbrelu,ZERO,LAYER", "fitrelu-naive,ZERO,NEURON"})
    void profiledSchemesBoundByTheMaximaAsTheyAre(String scheme, Policy policy, Granularity granularity) {
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network network = Toy.hardened(scheme, DEFAULT)) {
            NeuronProfile profile = Toy.profile(plain);
            assertEquals(4, network.sites().size());
            for (Site site : network.sites()) {
                assertEquals(policy, site.bound().policy());
                assertEquals(granularity, site.bound().granularity());
                assertArrayEquals(profile.at(site, granularity), network.bounds(site));
            }
        }
    }

    @Test
    void gbReluTakesTheGivenBound() {
        try (Network network = Toy.hardened("gbrelu", with(DEFAULT.postTraining(), 2.5f))) {
            for (Site site : network.sites()) {
                assertArrayEquals(new float[] {2.5f}, network.bounds(site));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"fitact,SMOOTH", "fitact-hard,ZERO"})
    void fitActStartsTheMarginAboveTheMaxima(String scheme, Policy deployed) {
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network network = Toy.hardened(scheme, STANDING_STILL)) {
            NeuronProfile profile = Toy.profile(plain);
            for (Site site : network.sites()) {
                assertEquals(deployed, site.bound().policy());
                assertEquals(Granularity.NEURON, site.bound().granularity());
                assertEquals(20, site.bound().kappa());
                float[] maxima = profile.at(site, Granularity.NEURON);
                float[] expected = maxima.clone();
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += 0.35f;
                }
                assertArrayEquals(expected, network.bounds(site));
                assertPassesMaxima(network, site, maxima);
            }
        }
    }

    private static void assertPassesMaxima(Network network, Site site, float[] maxima) {
        float[] y = output(network, site, maxima);
        for (int i = 0; i < y.length; i++) {
            assertTrue(y[i] >= 0.999 * maxima[i] && y[i] <= maxima[i], site.name() + " " + maxima[i] + " -> " + y[i]);
        }
    }

    /** What the activation at a bounded site makes of numbers. */
    private static float[] output(Network network, Site site, float[] x) {
        Graph alone = new GraphBuilder(site.featureMap())
                .relu(site.name())
                .build()
                .withSites(relu -> relu.bounded(site.bound()));
        Architecture architecture = new Architecture(site.name(), site.featureMap(), site.neurons());
        try (Network activation = new Network(architecture, alone, Toy.REFERENCE, _ -> network.bounds(site));
                Tape tape = Tape.inference(Toy.REFERENCE)) {
            Tensor input = tape.own(Tensor.of(Toy.REFERENCE, site.featureMap().withBatch(1), x));
            return Forward.of(activation, Pass.inference(tape), input).toArray();
        }
    }

    @Test
    void noneAndTanhReplaceWhatTheySay() {
        HardeningSettings oneEpoch = with(
                new HardeningSettings.PostTraining(0.5, 1, 20, 0.35f, 0.01, 1e-8f, 1, 32, 1, Granularity.NEURON), 0);
        try (Network plain = Toy.hardened("none", DEFAULT);
                Network tanh = Toy.hardened("tanh", oneEpoch);
                Network untrained = Toy.hardened("tanh-untrained", DEFAULT)) {
            plain.sites().forEach(site -> assertEquals(new Relu(), site.function()));
            assertEquals(tanh.graph(), untrained.graph());
            tanh.sites().forEach(site -> assertEquals(new org.fitact.nn.graph.op.Tanh(), site.function()));
            assertEquals(plain.parameterCount(), tanh.parameterCount());
        }
    }

    @Test
    void rolesSayWhatIsComparedWithWhat() {
        assertEquals("none", Protections.baseline().name());
        assertEquals("fitact", Protections.featured().name());
        assertEquals(
                List.of("ranger", "clip-act"),
                Protections.with(Role.COMPARED).stream().map(Protection::name).toList());
        assertEquals(1, Protections.with(Role.BASELINE).size());
    }

    @Test
    void aSettingIsReadByThoseWhoseResultDependsOnIt() {
        assertEquals(List.of("fitact", "fitact-hard", "fitact-guarded", "fitact-faulted"), readers("delta"));
        assertEquals(
                List.of(
                        "tanh",
                        "fitact",
                        "fitact-hard",
                        "fitact-guarded",
                        "fitact-faulted",
                        "dropout",
                        "fat",
                        "proact"),
                readers("epochs"));
        assertEquals(List.of("fitact", "fitact-hard", "fitact-guarded", "fitact-faulted"), readers("learningRate"));
        assertEquals(List.of("fitact", "fitact-hard", "fitact-guarded", "fitact-faulted"), readers("boundStep"));
        assertEquals(List.of("fitact-faulted"), readers("faultRate"));
        assertEquals(List.of("fat"), readers("weightRate"));
        assertEquals(List.of("fat"), readers("clip"));
        assertEquals(List.of("clip-act"), readers("rates"));
        assertEquals(List.of("gbrelu"), readers("bound"));
        assertTrue(new OwnScheme().reads("delta"), "a scheme that does not say what it reads may read anything");
    }

    private static List<String> readers(String setting) {
        return Protections.all().stream()
                .filter(scheme -> scheme.reads(setting))
                .map(Protection::name)
                .toList();
    }

    /** A scheme of one's own that goes round {@link BoundedActivation}. */
    private static final class OwnScheme implements Protection {

        @Override
        public String name() {
            return "own";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public String summary() {
            return "tanh everywhere";
        }

        @Override
        public Outcome protect(Network network, HardeningJob job) {
            network.transform(network.graph().withSites(site -> site.with(new org.fitact.nn.graph.op.Tanh())));
            return Outcome.NOTHING_TO_SAY;
        }
    }

    /** Whoever puts another function in the place of ReLUs finds a tanh at the second of four activations. */
    @Test
    void onlyAReluIsReplacedByAnotherFunction() {
        for (Protection scheme : List.of(Protections.named("tanh"), new OwnScheme())) {
            try (Network network = withTanh();
                    EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
                Graph before = network.graph();
                HardeningJob job = Toy.job(network, heldOut, STANDING_STILL);
                NotAReluException thrown =
                        assertThrows(NotAReluException.class, () -> scheme.protect(network, job), scheme::name);
                assertEquals(network.sites().get(1).name(), thrown.site(), scheme.name());
                assertSame(before, network.graph(), scheme.name());
            }
        }
    }

    /** The second of four activations is a tanh. */
    private static Network withTanh() {
        Network network = Toy.network(Toy.REFERENCE);
        network.transform(network.graph()
                .withSite(network.sites().get(1).name(), site -> site.with(new org.fitact.nn.graph.op.Tanh())));
        return network;
    }

    private static List<Protection> placing() {
        return Protections.all().stream().filter(Protection::placesBounds).toList();
    }

    @Test
    void noSchemePutsBoundsWhereThereAreSome() {
        assertTrue(placing().size() > 4);
        for (Protection scheme : placing()) {
            try (Network network = Toy.network(Toy.REFERENCE);
                    EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
                HardeningJob job = Toy.job(network, heldOut, STANDING_STILL);
                Site second = network.sites().get(1);
                int bounds = second.bounds(Granularity.CHANNEL);
                new BoundedActivation(Policy.ZERO, Granularity.CHANNEL, BoundSource.GIVEN)
                        .install(network, second, Bounds.within(second, new float[bounds]));
                Graph before = network.graph();
                assertThrows(IllegalArgumentException.class, () -> scheme.protect(network, job), scheme::name);
                assertSame(before, network.graph(), scheme.name());
            }
        }
    }

    /** Behind a tanh and behind the logits too, bounds have two sides, and they hold what the profile saw. */
    @Test
    void boundsHaveTwoSidesWhereValuesHave() {
        for (Protection scheme : placing()) {
            try (Network network = withTanh();
                    EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
                HardeningSettings everywhere = new HardeningSettings(
                        STANDING_STILL.postTraining(),
                        STANDING_STILL.search(),
                        STANDING_STILL.givenBound(),
                        EnumSet.allOf(Site.Kind.class),
                        STANDING_STILL.arithmetic());
                HardeningJob job = Toy.job(network, heldOut, everywhere);
                int activations = network.sites().size();
                scheme.protect(network, job);
                List<Site> sites = network.sites();
                assertEquals(activations + 1, sites.size(), scheme.name());
                assertEquals(Site.Kind.LOGITS, sites.getLast().kind(), scheme.name());
                for (Site site : sites) {
                    boolean both = site.kind() == Site.Kind.LOGITS || site.equals(sites.get(1));
                    assertEquals(both, site.bound().twoSided(), scheme.name() + " at " + site.name());
                    if (both) {
                        assertHolds(network, site, job.profile(), scheme.name());
                    }
                }
            }
        }
    }

    private static void assertHolds(Network network, Site site, NeuronProfile profile, String scheme) {
        Bounds reached = profile.bounds(site, site.bound().granularity());
        float[] lower = network.lowerBounds(site);
        float[] upper = network.bounds(site);
        assertTrue(reached.largest() > 0.1, site.name());
        boolean searched = scheme.equals("clip-act");
        for (int i = 0; i < upper.length; i++) {
            assertTrue(lower[i] <= 0 && upper[i] >= 0, scheme + " at " + site.name());
            assertTrue(searched || lower[i] <= reached.lower()[i] + 1e-6, scheme + " at " + site.name());
            assertTrue(searched || upper[i] >= reached.upper()[i] - 1e-6, scheme + " at " + site.name());
        }
    }

    @Test
    void onlyTheRetrainedSchemesChangeWeights() {
        try (Network plain = Toy.network(Toy.REFERENCE)) {
            Map<String, float[]> expected = Toy.weights(plain);
            for (String scheme : List.of(
                    "none",
                    "ranger",
                    "gbrelu",
                    "clip-act",
                    "fitrelu-naive",
                    "fitact",
                    "fitact-faulted",
                    "tanh-untrained",
                    "erdnn",
                    "proact")) {
                try (Network network = Toy.hardened(scheme, STANDING_STILL)) {
                    Map<String, float[]> found = Toy.weights(network);
                    expected.forEach((name, values) -> assertArrayEquals(values, found.get(name), scheme + name));
                }
            }
        }
    }

    @Test
    void rangerNeverExceedsItsBound() {
        try (Network network = Toy.hardened("ranger", DEFAULT)) {
            for (Site site : network.sites()) {
                float bound = network.bounds(site)[0];
                float[] x = new float[site.neurons()];
                float[] wild = {bound, Math.nextUp(bound), 32768, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN};
                float[] expected = {bound, bound, bound, bound, bound, 0};
                System.arraycopy(wild, 0, x, 0, wild.length);
                float[] y = output(network, site, x);
                for (int i = 0; i < wild.length; i++) {
                    assertEquals(expected[i], y[i], site.name() + " of " + wild[i]);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"fitrelu-naive", "gbrelu", "ranger"})
    void profiledBoundsLeaveEveryProfiledImageAsItWas(String scheme) {
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network network = Toy.hardened(scheme, DEFAULT);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.data().train())) {
            List<float[]> expected = Toy.logits(plain, images);
            List<float[]> found = Toy.logits(network, images);
            for (int batch = 0; batch < expected.size(); batch++) {
                assertArrayEquals(expected.get(batch), found.get(batch));
            }
        }
    }

    @Test
    void detailsHaveWhatAReportOfFitActNeeds() {
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
            Map<String, Object> details = Protections.named("fitact")
                    .protect(network, Toy.job(network, heldOut, STANDING_STILL))
                    .details();
            for (String key : List.of(
                    "zeta",
                    "adamEpsilon",
                    "learningRate",
                    "bounds",
                    "epochs",
                    "margin",
                    "kappa",
                    "delta",
                    "deployedAs")) {
                assertTrue(details.containsKey(key), key);
            }
            assertEquals(network.neurons(), details.get("bounds"));
            assertTrue((double) details.get("passedAtMaximum") >= 0.999);
        }
    }

    /** What is said of the network is what it comes to where it is stored anew: its scales and points are those of the last bounds. */
    @ParameterizedTest
    @ValueSource(strings = {"int8:channel:asymmetric", "auto8"})
    void boundsAreTrainedAndSearchedInTheFormatInWhichTheyAreStored(String name) {
        HardeningSettings settings = new HardeningSettings(
                DEFAULT.postTraining(),
                new HardeningSettings.ThresholdSearch(new double[] {1e-3}, 1, 60, 1, 2, 1),
                0,
                NumberFormats.parse(name));
        for (String scheme : List.of("fitact", "fitact-faulted", "clip-act", "proact")) {
            try (Network network = Toy.network(Toy.REFERENCE);
                    EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
                Map<String, Object> details = Protections.named(scheme)
                        .protect(network, Toy.job(network, heldOut, settings))
                        .details();
                assertEquals(
                        details.getOrDefault("heldOutAccuracyAfter", Toy.accuracy(network, heldOut, settings)),
                        Toy.accuracy(network, heldOut, settings),
                        scheme);
            }
        }
    }

    @Test
    void unknownSchemeGetsTheNearestName() {
        String message = assertThrows(IllegalArgumentException.class, () -> Protections.named("clipact"))
                .getMessage();
        assertTrue(message.contains("'clipact'") && message.contains("did you mean 'clip-act'?"), message);
        assertEquals(
                Protections.names().size(),
                Protections.names().stream().distinct().count());
    }
}
