package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured on a backend that notes its times. */
class TimedBackendTest {

    private static Backend oneThread() {
        return Backends.cpu(new BackendOptions(1));
    }

    @Test
    void everyLayerOfAPlanHasATime() {
        List<LayerTimes.Layer> layers;
        try (Backend cpu = oneThread()) {
            layers = LayerTimes.of(cpu, "lenet5", 2, 0.01);
        }
        assertEquals(
                List.of("conv1", "conv2", "fc1", "fc2", "fc3"),
                layers.stream().map(layer -> layer.product().layer()).toList());
        assertTrue(layers.stream().allMatch(layer -> layer.millis() > 0), layers.toString());
    }

    /** A real campaign; its inferences are part of its time. */
    @Test
    void aCampaignIsMostlyButNotAllInference(@TempDir Path folder) {
        CampaignCost.Result cost;
        try (Backend cpu = oneThread()) {
            cost = CampaignCost.measure(cpu, "lenet5", 1e-5, 20, 3, folder);
        }
        assertEquals(3, cost.trials());
        assertTrue(cost.flips() > 1, cost.toString());
        assertTrue(cost.inference() > 0 && cost.outside() > 0 && cost.outside() < 1, cost.toString());
    }

    @Test
    void theMachinesLimitsAreMeasured() throws Exception {
        MachinePeaks peaks = MachinePeaks.measure(1);
        assertTrue(peaks.gigaflops() > 0.1 && peaks.copy() > 0.1 && peaks.read() > 0.1, peaks.toString());
    }
}
