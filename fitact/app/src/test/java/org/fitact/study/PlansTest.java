package org.fitact.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.campaign.CampaignSettings;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.plan.Plan;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.backend.CountingBackend;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network is deployed once for each purpose: how many plans a command makes. */
class PlansTest {

    private static final ImageSet TRAINING = Toy.images(80, 1);
    private static final HardeningSettings SETTINGS = new HardeningSettings(
            new HardeningSettings.PostTraining(0.5, 1, 20, 0.35f, 0.01, 1e-8f, 2, 20, 3, Granularity.NEURON),
            new HardeningSettings.ThresholdSearch(new double[] {1e-4, 3e-4}, 1, 20, 1, 1, 0.001),
            0,
            FixedPoint.DEFAULT);

    private final CountingBackend counting = new CountingBackend(Toy.REFERENCE);

    @TempDir
    private Path temporary;

    private StudyFolder folder;

    @BeforeEach
    void trained() throws IOException {
        folder = new StudyFolder(temporary);
        try (Network network = Toy.network(Toy.REFERENCE)) {
            CheckpointInfo info = new CheckpointInfo(
                    "toy", TRAINING.classNames(), Toy.data().normalisation(), new HeldOut(0.25, 1).notes());
            Checkpoint.save(folder.model(), network, info);
        }
    }

    /** Every plan has one array of whole numbers, its predictions. */
    private long plans() {
        return counting.allocatedBy(Plan.class, DType.INT32);
    }

    private void harden(String... schemes) throws IOException {
        List<Protection> named = Stream.of(schemes).map(Protections::named).toList();
        new Hardening(folder, counting.backend(), TRAINING, SETTINGS, 1).run(named, (_, _) -> {});
    }

    @Test
    void aPlanIsCounted() {
        try (Network network = Toy.network(counting.backend())) {
            Plan.of(network, 5, true).close();
            Plan.of(network, 5, true).close();
        }
        assertEquals(2, plans());
    }

    @Test
    void hardeningMeasuresEachNetworkOnceAndSearchesOnOnePlan() throws IOException {
        harden("none", "ranger");
        assertEquals(1 + 2, plans(), "the baseline, and what each scheme costs");
        harden("none", "ranger");
        assertEquals(1 + 2, plans(), "nothing is made again");
        harden("clip-act");
        assertEquals(1 + 2 + 1 + 2, plans(), "the baseline, the search, and what it costs");
        harden("fitact");
        assertEquals(1 + 2 + 1 + 2 + 1 + 2, plans(), "the baseline, all checks of post-training, and what it costs");
    }

    @Test
    void aCampaignDeploysEachSchemeOnceAndOnceMoreTheTwoOfTheExamples() throws IOException {
        harden("none", "ranger", "fitrelu-naive");
        long before = plans();
        CampaignSettings settings = new CampaignSettings(
                List.of(1e-5, 1e-4),
                StoppingRule.exactly(3),
                new FlipKind(),
                FaultFilter.ALL,
                Deployment.of(FixedPoint.DEFAULT),
                42);
        List<String> schemes = List.of("none", "ranger", "fitrelu-naive");
        try (CampaignRun run = new CampaignRun(folder, counting.backend(), schemes, settings, Toy.images(40, 22), 20)) {
            run.run(folder, (_, _, _) -> {}, _ -> JsonNodeFactory.instance.objectNode());
        }
        assertEquals(3 + 2, plans() - before);
    }

    /** The second scheme has no network: the first one's is freed, which nobody has to close. */
    @Test
    void aCampaignThatCannotBeginLeavesNothingOpen() throws IOException {
        harden("none");
        CampaignSettings settings = new CampaignSettings(
                List.of(1e-5),
                StoppingRule.exactly(2),
                new FlipKind(),
                FaultFilter.ALL,
                Deployment.of(FixedPoint.DEFAULT),
                42);
        assertEquals(0, counting.open(), counting.whereOpened());
        long allocated = counting.elements();
        List<String> schemes = List.of("none", "ranger");
        assertThrows(
                InvalidFileException.class,
                () -> new CampaignRun(folder, counting.backend(), schemes, settings, Toy.images(40, 22), 20));
        assertTrue(counting.elements() > allocated, "a network was loaded");
        assertEquals(0, counting.open(), counting.whereOpened());
    }
}
