package org.fitact.campaign.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fitact.campaign.IntegerInference;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TracedNetwork;
import org.fitact.campaign.TrialTask;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.SampleSize;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.vulnerability.Division;
import org.fitact.vulnerability.FaultTracer;
import org.fitact.vulnerability.FaultWork;
import org.fitact.vulnerability.HarmfulFault;
import org.fitact.vulnerability.ImageFaults;
import org.fitact.vulnerability.ImageWorkers;
import org.fitact.vulnerability.MapListener;
import org.fitact.vulnerability.MapSettings;
import org.fitact.vulnerability.MapState;
import org.fitact.vulnerability.MapWorkers;
import org.fitact.vulnerability.Strata;
import org.fitact.vulnerability.Tally;
import org.fitact.vulnerability.TraceCosts;
import org.fitact.vulnerability.VulnerabilityMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever follows the faults of a map, and wherever, it is the same map, with what it cost. */
class ClusterWorkersTest {

    private static final ImageSet IMAGES = Toy.images(12, 9);
    private static final Deployment DEPLOYMENT = new Deployment(FixedPoint.DEFAULT, true, 1);

    /** Of some effect and of none, in words of 8 bits and of 32. */
    private static final FaultFilter FILTER = FaultFilter.ALL.withBits(BitSelector.positions(2, 7, 30));

    private static final MapSettings SETTINGS = new MapSettings(new SampleSize(0.2, 0.95), 4, 30);
    private static final Map<String, MapState> ALONE = new HashMap<>();

    /** A backend as each executor opens one. */
    private static Backend open() {
        return Backends.cpu(new BackendOptions(1));
    }

    private static void with(String scheme, boolean integers, Consumer<TracedNetwork> use) {
        Protection protection = Protections.deployed(scheme);
        try (Backend backend = open();
                Network network = Toy.hardened(protection.hardenedAs(), HardeningSettings.DEFAULT, backend);
                EvaluationSet images = Toy.upload(backend, IMAGES)) {
            ProtectedNetwork hardened =
                    new ProtectedNetwork(protection.name(), network, protection, Map.of(), Optional.empty());
            if (integers) {
                hardened = hardened.with(IntegerInference.of(
                        network, Calibration.of(network, images).quantise(QuantisationSettings.of(8, 48)), 1));
            }
            use.accept(
                    new TracedNetwork(hardened, DEPLOYMENT, IMAGES, Toy.data().normalisation()));
        }
    }

    private static MapWorkers alone(TracedNetwork network) {
        return new ImageWorkers(1, use -> {
            try (Backend backend = open();
                    FaultTracer tracer = network.tracer(backend)) {
                use.accept(tracer);
            }
        });
    }

    private static Strata strata(TracedNetwork network) {
        return new Strata(network.memory().space(), FILTER, Set.of(Division.LAYER, Division.BIT), IMAGES.size(), 3);
    }

    /** @param reached told all states on the way */
    private static MapState map(
            TracedNetwork network, Optional<MapState> from, MapWorkers workers, Consumer<MapState> reached) {
        Strata strata = strata(network);
        MapState begin = from.orElse(MapState.begin(strata.all().size()));
        VulnerabilityMap map = new VulnerabilityMap(strata, IMAGES.size(), SETTINGS, begin);
        map.run(workers, new MapListener() {
            @Override
            public void progress(String what, long done, long total) {
                assertTrue(done <= total, what);
            }

            @Override
            public void reached(Supplier<MapState> state) {
                reached.accept(state.get());
            }
        });
        return map.state();
    }

    private static MapState map(TracedNetwork network, MapWorkers workers) {
        return map(network, Optional.empty(), workers, _ -> {});
    }

    private static MapState expected(String scheme, boolean integers, TracedNetwork network) {
        return ALONE.computeIfAbsent(scheme + integers, _ -> map(network, alone(network)));
    }

    @ParameterizedTest
    @CsvSource({"none, false, 1", "none, false, 3", "ranger+secded72, false, 2", "none, true, 2"})
    void theMapIsThatOfOneProcess(String scheme, boolean integers, int slots) {
        with(scheme, integers, network -> {
            MapState expected = expected(scheme, integers, network);
            assertEquals(30, expected.verified());
            try (ThreadCluster cluster = new ThreadCluster(slots)) {
                assertEquals(expected, map(network, new ClusterWorkers(cluster, network)));
                assertTrue(slots > 1 || cluster.sizes.stream().anyMatch(size -> size > 1), cluster.sizes::toString);
            }
        });
    }

    @Test
    void someHarm() {
        with(
                "none",
                false,
                network -> assertTrue(
                        expected("none", false, network).tallies().stream().anyMatch(tally -> tally.sdc() > 0)
                                && !expected("none", false, network)
                                        .candidates()
                                        .isEmpty(),
                        "so that these tests mean anything"));
    }

    @Test
    void itGoesOnElsewhereAndHereAgain() {
        with("none", false, network -> {
            MapState expected = expected("none", false, network);
            List<MapState> here = new ArrayList<>();
            List<MapState> there = new ArrayList<>();
            map(network, Optional.empty(), alone(network), here::add);
            try (ThreadCluster cluster = new ThreadCluster(2)) {
                ClusterWorkers others = new ClusterWorkers(cluster, network);
                map(network, Optional.empty(), others, there::add);
                for (int i = 2; i < here.size(); i += 11) {
                    assertEquals(expected, map(network, Optional.of(here.get(i)), others, _ -> {}), "from state " + i);
                }
            }
            for (int i = 3; i < there.size(); i += 11) {
                assertEquals(
                        expected,
                        map(network, Optional.of(there.get(i)), alone(network), _ -> {}),
                        "from state " + i + " of a cluster");
            }
        });
    }

    @Test
    void ofAFinishedMapNothingIsSent() {
        with("none", false, network -> {
            MapState finished = expected("none", false, network);
            try (ThreadCluster cluster = new ThreadCluster(1)) {
                map(network, Optional.of(finished), new ClusterWorkers(cluster, network), _ -> {});
                assertEquals(0, cluster.begun.get());
            }
        });
    }

    @Test
    void whatAKilledWorkerHadIsFollowedAgain() {
        with("none", false, network -> {
            try (ThreadCluster cluster = new ThreadCluster(2)) {
                cluster.lost.set(5);
                assertEquals(expected("none", false, network), map(network, new ClusterWorkers(cluster, network)));
            }
        });
    }

    private static String refusal(ThreadCluster cluster, TracedNetwork network) {
        return assertThrows(ClusterException.class, () -> map(network, new ClusterWorkers(cluster, network)))
                .getMessage();
    }

    @Test
    void whatComesOutOtherwiseTheSecondTimeIsAnError() {
        with("none", false, network -> {
            try (ThreadCluster cluster = new ThreadCluster(1)) {
                cluster.alterSecondAttempt();
                assertEquals(
                        "image 0 was computed twice and came out otherwise by worker 8 than by worker 7",
                        refusal(cluster, network));
            }
        });
    }

    @Test
    void bytesThatDidNotArriveAreRefused() {
        with("none", false, network -> {
            try (ThreadCluster cluster = new ThreadCluster(2)) {
                cluster.transport = bytes -> {
                    byte[] other = bytes.clone();
                    other[other.length - 1]++;
                    return other;
                };
                String message = refusal(cluster, network);
                assertTrue(
                        message.startsWith(
                                "scheme none cannot be computed as in this study by worker 7: bytes with the "
                                        + "SHA-256 "),
                        message);
            }
        });
    }

    @Test
    void whatAClusterFailsByIsThrown() {
        with("none", false, network -> {
            try (ThreadCluster cluster = new ThreadCluster(2)) {
                cluster.failure = new IllegalStateException("no executor is left");
                assertSame(
                        cluster.failure,
                        assertThrows(
                                IllegalStateException.class, () -> map(network, new ClusterWorkers(cluster, network))));
            }
        });
    }

    @Test
    void faultsAndWhatTheyDidAreUnpackedAsTheyWerePacked() throws IOException {
        ImageFaults faults = new ImageFaults(4);
        faults.add(2, 1L << 40, 1 << 30, 31);
        faults.add(1, 7, 5, 0);
        FaultBytes.Partition partition = FaultBytes.partition(
                FaultBytes.of(new FaultBytes.Partition(FaultWork.follow(9), List.of(faults, new ImageFaults(2)))));
        assertEquals(FaultWork.follow(9), partition.work());
        assertEquals(
                List.of(4, 2),
                partition.images().stream().map(ImageFaults::image).toList());
        List<List<Long>> back = new ArrayList<>();
        partition
                .images()
                .getFirst()
                .forEach((owner, place, address, bit) ->
                        back.add(List.of((long) owner, place, (long) address, (long) bit)));
        assertEquals(List.of(List.of(1L, 7L, 5L, 0L), List.of(2L, 1L << 40, 1L << 30, 31L)), back);
        FaultBytes.Result result = new FaultBytes.Result(
                "",
                0.5,
                List.of(
                        new FaultWork.Found(
                                4,
                                1L << 33,
                                Map.of(2, new Tally(9, 4, 3, 2, 1, 5)),
                                Map.of(2, List.of(new HarmfulFault(1L << 40, 1 << 30, 31))),
                                new TraceCosts(1, 2, 3, 4, 5, 1L << 50, 7),
                                ""),
                        new FaultWork.Found(5, 1, Map.of(), Map.of(), TraceCosts.NONE, "of another class")));
        assertEquals(result, FaultBytes.result(FaultBytes.of(result)));
        assertThrows(
                IOException.class,
                () -> FaultBytes.partition(TrialBytes.ofTasks(List.of(new TrialTask(1, List.of(1e-5))))));
    }
}
