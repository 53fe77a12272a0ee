package org.fitact.campaign.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.fitact.campaign.AlarmSettings;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.IntegerInference;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.StudySettings;
import org.fitact.campaign.ThreadScheduler;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.TrialScheduler;
import org.fitact.campaign.TrialTask;
import org.fitact.estimate.Estimator;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultList;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.kind.BurstKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FlipKind;
import org.fitact.fault.kind.NoKind;
import org.fitact.fault.kind.ReplayKind;
import org.fitact.fault.kind.StuckAtKind;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.Consequences;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.Deployment;
import org.fitact.memory.FormatRule;
import org.fitact.memory.code.ReadCounts;
import org.fitact.memory.code.RegionPart;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.number.BitClass;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientFaults.Count;
import org.fitact.transients.TransientTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a study asks for travels, and comes out elsewhere as at home. */
class TravelTest {

    private static final ImageSet SOME = Toy.images(6, 21);
    private static final ImageSet ALL = Toy.images(8, 22);
    private static final ImageSet HELD_OUT = Toy.images(20, 24);
    private static final Deployment PLAIN = new Deployment(FixedPoint.DEFAULT, true, 25);

    /** Under a name by which a failure is told. */
    private record Study(String name, String scheme, CampaignSettings settings, boolean alarm, boolean integers) {

        static Study of(String name, String scheme, CampaignSettings settings) {
            return new Study(name, scheme, settings, false, false);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static CampaignSettings settings(FaultKind kind, FaultFilter filter, Deployment deployment) {
        return settings(kind, filter, deployment, Estimator.PLAIN, 0);
    }

    private static CampaignSettings settings(
            FaultKind kind, FaultFilter filter, Deployment deployment, Estimator estimator, int scrubs) {
        return new CampaignSettings(
                List.of(1e-4, 1e-3), StoppingRule.exactly(2), kind, filter, deployment, -42, estimator, scrubs);
    }

    private static CampaignSettings plain(Deployment deployment) {
        return settings(new FlipKind(), FaultFilter.ALL, deployment);
    }

    static List<Study> studies() {
        FixedPoint stochastic = new FixedPoint(new QFormat(3, 12), Rounding.STOCHASTIC, Overflow.WRAP, 1L << 60);
        FaultFilter some = new FaultFilter(
                List.of("conv*", "fc?"),
                Set.of(ParameterKind.WEIGHT, ParameterKind.BIAS),
                BitSelector.positions(0, 3, 15),
                Optional.of(Set.of(RegionPart.NUMBER)));
        Deployment mixed = new Deployment(NumberFormats.parse("int8"), false, 40)
                .withBounds(NumberFormats.parse("bfloat16"))
                .withFormats(List.of(new FormatRule(List.of("fc*"), Set.of(ParameterKind.BIAS), stochastic)));
        TransientFaults upsets = new TransientFaults(
                Set.of(TransientTarget.VALUE, TransientTarget.INPUT),
                Set.of("relu"),
                TransientFaults.format("bfloat16"),
                new Count.OfCampaign());
        TransientFaults sums = new TransientFaults(
                Set.of(TransientTarget.ACCUMULATOR), Set.of(), TransientFaults.AS_COMPUTED, new Count.Fixed(1e-5));
        TransientFaults words = new TransientFaults(
                EnumSet.allOf(TransientTarget.class), Set.of(), TransientFaults.AS_COMPUTED, new Count.Fixed(1e-4));
        return List.of(
                Study.of("plain", "ranger", plain(PLAIN)),
                Study.of("filter", "none", settings(new BurstKind(4), some, new Deployment(stochastic, true, 30))),
                Study.of("formats", "fitrelu-naive", plain(mixed)),
                Study.of(
                        "bits",
                        "none",
                        settings(
                                new StuckAtKind(1),
                                FaultFilter.ALL.withBits(BitSelector.of(BitClass.SIGN, BitClass.INTEGER)),
                                PLAIN)),
                Study.of(
                        "codes",
                        "ranger+secded72",
                        settings(
                                new FlipKind(),
                                FaultFilter.ALL,
                                PLAIN.guarding(Set.of("conv1.weight")),
                                Estimator.PLAIN,
                                2)),
                Study.of(
                        "averaged",
                        "none",
                        settings(
                                new FlipKind(),
                                FaultFilter.ALL,
                                PLAIN,
                                new Estimator(Estimator.Kind.AVERAGED, 0.5),
                                0)),
                Study.of("transients", "ranger", plain(PLAIN).with(upsets)),
                Study.of(
                        "sums",
                        "none",
                        settings(new NoKind(), FaultFilter.ALL, PLAIN).with(sums)),
                Study.of("checks", "abft", plain(PLAIN)),
                new Study("alarm", "ranger", plain(PLAIN.observable(Fusion.ALL_BUT_BOUNDS)), true, false),
                new Study("integers", "ranger", plain(PLAIN), false, true),
                new Study("words", "none", plain(PLAIN).with(words), false, true));
    }

    /** Runs a study by a scheduler that it is given the definition for. */
    private interface By {
        TrialScheduler scheduler(JsonNode definition);
    }

    private static Map<TrialKey, TrialOutcome> run(Study study, By by) {
        Protection protection = Protections.deployed(study.scheme);
        Map<TrialKey, TrialOutcome> trials = new TreeMap<>();
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet some = Toy.upload(Toy.REFERENCE, SOME);
                EvaluationSet all = Toy.upload(Toy.REFERENCE, ALL);
                EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, HELD_OUT)) {
            Map<String, Object> details = protection
                    .protect(network, Toy.job(network, heldOut, HardeningSettings.DEFAULT))
                    .details();
            ProtectedNetwork scheme =
                    new ProtectedNetwork(protection.name(), network, protection, details, Optional.empty());
            if (study.integers) {
                scheme = scheme.with(IntegerInference.of(
                        network, Calibration.of(network, some).quantise(QuantisationSettings.of(8, 48)), 1));
            }
            List<CampaignScheme> schemes = CampaignScheme.of(List.of(scheme), study.settings);
            JsonNode definition = definition(study, schemes, study.settings);
            Campaign campaign = new Campaign(
                    study.settings, schemes, some, all, TrialLog.inMemory(trials), by.scheduler(definition));
            if (study.alarm) {
                campaign.withAlarm(new AlarmSettings(heldOut, 0.1));
            }
            campaign.run((_, _, _) -> {});
            Optional<Set<String>> guarded = study.settings.deployment().guarded();
            assertEquals(
                    definition,
                    definition(study, schemes, StudySettings.of(definition, guarded)),
                    "all that a definition says is read back");
        }
        return trials;
    }

    private static JsonNode definition(Study study, List<CampaignScheme> schemes, CampaignSettings settings) {
        Optional<StudyDefinition.Alarm> alarm =
                study.alarm ? Optional.of(new StudyDefinition.Alarm(HELD_OUT, 0.1)) : Optional.empty();
        return StudyDefinition.of(
                "toy",
                schemes,
                settings,
                new StudyDefinition.Evaluated(SOME, ALL, Toy.data().normalisation(), alarm));
    }

    /** Everything but the time. */
    private static Map<TrialKey, TrialOutcome> untimed(Map<TrialKey, TrialOutcome> trials) {
        Map<TrialKey, TrialOutcome> untimed = new LinkedHashMap<>();
        trials.forEach((key, outcome) -> untimed.put(key, outcome.untimed()));
        return untimed;
    }

    @ParameterizedTest
    @MethodSource("studies")
    void aStudyComesOutElsewhereAsAtHome(Study study) {
        Map<TrialKey, TrialOutcome> expected = untimed(run(study, _ -> ThreadScheduler.alone()));
        try (ThreadCluster cluster = new ThreadCluster(2)) {
            Map<TrialKey, TrialOutcome> found = run(
                    study,
                    definition -> new PartitionScheduler(
                            cluster, definition, SOME, Toy.data().normalisation()));
            assertEquals(expected, untimed(found));
        }
    }

    @Test
    void faultsOfAListDoNotTravel(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("faults.csv");
        Files.writeString(file, "trial,tensor,index,bit\n0,conv1.weight,3,30\n1,conv1.weight,4,30\n");
        Study study = Study.of("list", "none", settings(new ReplayKind(FaultList.read(file)), FaultFilter.ALL, PLAIN));
        try (ThreadCluster cluster = new ThreadCluster(1)) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> run(
                                    study,
                                    definition -> new PartitionScheduler(
                                            cluster,
                                            definition,
                                            SOME,
                                            Toy.data().normalisation())))
                    .getMessage();
            assertTrue(message.startsWith("faults of kind replay are not found by their name elsewhere"), message);
        }
    }

    @Test
    void imagesAndTrialsAreUnpackedAsTheyWerePacked() throws IOException {
        ImageSet images = ImagesParcel.read(
                ImagesParcel.of(SOME.subset(new int[] {3, 0, 3})).bytes());
        assertEquals(
                "toy 16 16 1 [nw, ne, sw, se]",
                String.join(
                        " ",
                        images.name(),
                        images.height() + "",
                        images.width() + "",
                        images.channels() + "",
                        images.classNames() + ""));
        for (int i = 0; i < 3; i++) {
            int from = i == 1 ? 0 : 3;
            assertEquals(SOME.label(from), images.label(i));
            assertArrayEquals(SOME.image(from), images.image(i));
        }
        List<TrialTask> tasks = List.of(new TrialTask(7, List.of(1e-7, 0.1)), new TrialTask(1 << 30, List.of()));
        assertEquals(tasks, TrialBytes.tasks(TrialBytes.ofTasks(tasks)));
        TrialOutcome full = new TrialOutcome(
                1L << 40,
                3,
                12,
                0.1,
                OptionalDouble.of(1 / 3.0),
                Optional.of(new Consequences(3, 2, 1, 0, 1, 4, -0.25, -1)),
                Optional.of(new ReadCounts(100, 1, 2, 3, 4)),
                Optional.of(new AlarmCounts(5, 100, 7, 3, 2)),
                Optional.of(new TransientCounts(9, 4)),
                Optional.of(new CheckCounts(1, 2, 1, 0)));
        TrialBytes.Result result =
                new TrialBytes.Result("", List.of(List.of(full, new TrialOutcome(0, 12, 12, 0)), List.of()));
        assertEquals(result, TrialBytes.result(TrialBytes.of(result)));
    }
}
