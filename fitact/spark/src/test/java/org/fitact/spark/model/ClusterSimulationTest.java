package org.fitact.spark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.campaign.remote.ClusterTimes;
import org.fitact.spark.model.SimulatedCampaign.Loss;
import org.junit.jupiter.api.Test;

/** Campaigns of which one can say beforehand what they take. */
class ClusterSimulationTest {

    /** Trials of 2 s that nothing else is needed for; the driver writes one in {@code take} seconds. */
    private static ClusterModel model(int trials, double spread, double take, double slowShare) {
        return new ClusterModel(trials, 1, 2, spread, 0, 0, 0, 0, take, 0, 0, 1e9, slowShare, 3, 7);
    }

    private static void assertNoTimeIsLostTwice(SimulatedCampaign campaign) {
        double lost =
                campaign.lost().values().stream().mapToDouble(share -> share).sum();
        assertEquals(1, campaign.efficiency() + lost, 1e-9, campaign.toString());
    }

    @Test
    void oneExecutorTakesAsLongAsItsTrials() {
        SimulatedCampaign campaign = ClusterSimulation.run(model(500, 0, 1e-9, 0), 1);
        assertEquals(1000, campaign.seconds(), 1e-3);
        assertEquals(1, campaign.efficiency(), 1e-6);
        assertNoTimeIsLostTwice(campaign);
    }

    @Test
    void tenTakeATenthAndNoLessAndWaitForOneAnotherAtTheEndOnly() {
        SimulatedCampaign campaign = ClusterSimulation.run(model(5000, 0.5, 1e-9, 0), 10);
        assertTrue(campaign.seconds() >= 995 && campaign.seconds() < 1020, campaign.toString());
        assertEquals(Loss.END, campaign.bottleneck());
        assertNoTimeIsLostTwice(campaign);
    }

    /** It writes ten trials a second at most, whoever computes them. */
    @Test
    void aDriverThatHasNoMoreTimeIsWhatTheyWaitFor() {
        ClusterModel model = model(5000, 0.2, 0.1, 0);
        assertEquals(20, model.mostExecutors(), 1e-9);
        SimulatedCampaign campaign = ClusterSimulation.run(model, 100);
        assertTrue(campaign.seconds() >= 500, campaign.toString());
        assertTrue(campaign.driver() > 0.88, campaign.toString());
        assertTrue(campaign.efficiency() > 0.17 && campaign.efficiency() <= 0.2, campaign.toString());
        assertEquals(Loss.WAITING, campaign.bottleneck());
        assertNoTimeIsLostTwice(campaign);
    }

    /** As slow as three times: of two executors' time a third goes for the same trials, if the other takes its share. */
    @Test
    void executorsThatAreSlowAreCountedAsSuch() {
        SimulatedCampaign campaign = ClusterSimulation.run(model(2000, 0, 1e-9, 1), 4);
        assertEquals(1.0 / 3, campaign.efficiency(), 0.01);
        assertEquals(Loss.SLOWNESS, campaign.bottleneck());
        assertNoTimeIsLostTwice(campaign);
    }

    @Test
    void whatIsSentTakesAsLongAsItsBytesAndPiecesOnTheirWay() {
        ClusterModel model = new ClusterModel(2, 1, 2, 0, 5, 3, 0, 0, 1e-9, 8e8, 2e8, 1e8, 0, 1, 1);
        assertEquals(8, model.broadcastSeconds(8e8, 1), 1e-9);
        assertEquals(8 + 3 * (4 << 20) / 1e8, model.broadcastSeconds(8e8, 8), 1e-9);
        assertEquals(5 + 8 + 2 + 3 + 2 * 2, ClusterSimulation.run(model, 1).seconds(), 1e-6);
    }

    @Test
    void whatWasMeasuredTakesThePlaceOfWhatIsAssumed() {
        ClusterTimes times = new ClusterTimes(2, 2, 10, 100, 170, 5, 8, 152, 20, 300, 1000, 77, 88);
        ClusterModel fitted = ClusterModel.ASSUMED.fitted(times);
        assertEquals(3, fitted.trialSeconds(), 1e-12);
        assertEquals(1, fitted.trialSpread(), 1e-12);
        assertEquals(4, fitted.openingSeconds(), 1e-12);
        assertEquals((2 * 152 - 280) / 10.0, fitted.partitionSeconds(), 1e-12);
        assertEquals(0.05, fitted.takeSeconds(), 1e-12);
        assertEquals(List.of(77.0, 88.0), List.of(fitted.imageBytes(), fitted.schemeBytes()));
        assertEquals(ClusterModel.ASSUMED.bandwidth(), fitted.bandwidth());
        assertThrows(IllegalArgumentException.class, () -> ClusterModel.ASSUMED.fitted(ClusterTimes.NONE));
        assertThrows(IllegalArgumentException.class, () -> model(1, 0, 1, 0), "no campaign");
    }

    @Test
    void aTableHasARowForEachAndSaysWhatIsFirst() {
        ClusterModel model = model(5000, 0.2, 0.1, 0);
        List<SimulatedCampaign> campaigns = List.of(ClusterSimulation.run(model, 1), ClusterSimulation.run(model, 100));
        String table = ModelTable.of(campaigns);
        assertEquals(4, table.lines().count());
        assertTrue(table.lines().skip(3).findFirst().orElseThrow().startsWith("| 100 | 9 min | "), table);
        assertEquals(
                "Below 95.0 % first with 100 executors, where most is lost by: waiting for the driver. The driver writes a trial"
                        + " in 100 ms, so it keeps up with 20 executors at most.",
                ModelTable.bottleneck(model, campaigns, 0.95));
    }
}
