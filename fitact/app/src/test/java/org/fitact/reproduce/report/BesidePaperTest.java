package org.fitact.reproduce.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.fitact.reproduce.PaperResults;
import org.fitact.reproduce.Presets;
import org.fitact.reproduce.report.ReproductionResults.NetworkResult;
import org.fitact.results.PointResult;
import org.fitact.results.Published;
import org.junit.jupiter.api.Test;

/** By the committed VGG16 of 30 epochs, 91.61 % without faults, 84.76 (78.61 to 88.61) under FitAct at 3e-6; the paper has 93.57. */
class BesidePaperTest {

    private static final Path RESULTS = Path.of("..", "..", "docs", "results", "h100", "cifar10", "reproduction.json");
    private static final double RATE = 3e-6;

    private static String explained(double published) throws Exception {
        ReproductionResults results = CommittedResults.reproduction(RESULTS);
        NetworkResult network = results.network("vgg16-cifar10").orElseThrow();
        PaperResults.Network paper = new PaperResults.Network("vgg16", "cifar10", "VGG16, CIFAR-10", 0.9357, List.of());
        PointResult measured =
                network.results().scheme("fitact").orElseThrow().at(RATE).orElseThrow();
        return new BesidePaper(network, paper, "").explained(new Published("fitact", RATE, published), measured);
    }

    @Test
    void whatTheIntervalHoldsAgrees() throws Exception {
        assertEquals("agrees", explained(0.8760));
    }

    @Test
    void theBaselineIsEnoughWhereTheRestIsWithinTheInterval() throws Exception {
        // 89.00 − 1.96 = 87.04, below 88.61.
        assertEquals("baseline −2.0", explained(0.8900));
    }

    @Test
    void whatRemainsIsTold() throws Exception {
        // 91.28 − 1.96 = 89.32, above 88.61; 84.76 − 89.32.
        assertEquals("baseline −2.0, −4.6 remain", explained(0.9128));
    }

    @Test
    void anotherNetworkExplainsNothing() throws Exception {
        assertEquals("another network", inTheRoleOfResNet50("cpu", "resnet20-cifar10"));
    }

    @Test
    void noMoreDoOtherImages() throws Exception {
        assertEquals("another network, other images", inTheRoleOfResNet50("quick", "resnet20-fashion"));
    }

    private static String inTheRoleOfResNet50(String preset, String network) throws Exception {
        NetworkResult measured = CommittedResults.reproduction(RESULTS)
                .network("resnet50-cifar10")
                .orElseThrow();
        PaperResults.Network paper =
                PaperResults.read().of(measured.comparedWith()).orElseThrow();
        PointResult point =
                measured.results().scheme("fitact").orElseThrow().at(RATE).orElseThrow();
        BesidePaper beside = BesidePaper.of(measured, paper, Presets.of(preset).network(network));
        assertEquals(beside.faultFree(), beside.explained(paper.points().getLast(), point));
        return beside.faultFree();
    }
}
