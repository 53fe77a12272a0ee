package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.fitact.nn.optim.Optimiser;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class HardeningSettingsTest {

    private static void refused(String expected, Executable settings) {
        String message = assertThrows(IllegalArgumentException.class, settings).getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static HardeningSettings.PostTraining training(
            double delta, double zeta, float kappa, float margin, double rate, float epsilon) {
        return new HardeningSettings.PostTraining(
                delta, zeta, kappa, margin, rate, epsilon, 1, 1, 1, Granularity.NEURON);
    }

    private static HardeningSettings.ThresholdSearch search(double tolerance, double... rates) {
        return new HardeningSettings.ThresholdSearch(rates, 1, 1, 1, 1, tolerance);
    }

    @Test
    void defaultMarginLetsTheMaximumPass() {
        HardeningSettings.PostTraining settings = HardeningSettings.PostTraining.DEFAULT;
        assertEquals(1 / (1 + Math.exp(-20 * 0.35)), settings.passedAtMaximum(), 1e-8);
        assertTrue(settings.passedAtMaximum() >= 0.999);
    }

    @Test
    void postTrainingSaysWhichSettingIsWrong() {
        refused("delta is 0.0", () -> training(0, 1, 20, 0.35f, 0.01, 1e-8f));
        refused("delta is 1.0", () -> training(1, 1, 20, 0.35f, 0.01, 1e-8f));
        refused("delta is NaN", () -> training(Double.NaN, 1, 20, 0.35f, 0.01, 1e-8f));
        refused("zeta is -1.0", () -> training(0.01, -1, 20, 0.35f, 0.01, 1e-8f));
        refused("kappa is 0.0", () -> training(0.01, 1, 0, 0.35f, 0.01, 1e-8f));
        refused("margin is -0.1", () -> training(0.01, 1, 20, -0.1f, 0.01, 1e-8f));
        refused("learning rate is NaN", () -> training(0.01, 1, 20, 0.35f, Double.NaN, 1e-8f));
        refused("epsilon is 0.0", () -> training(0.01, 1, 20, 0.35f, 0.01, 0));
        refused(
                "0 epochs",
                () -> new HardeningSettings.PostTraining(
                        0.01, 1, 20, 0.35f, 0.01, 1e-8f, 0, 64, 4, Granularity.NEURON));
        refused(
                "batches of 0",
                () -> new HardeningSettings.PostTraining(0.01, 1, 20, 0.35f, 0.01, 1e-8f, 3, 0, 4, Granularity.NEURON));
    }

    /** As it was before there were relative ones, so that the identity of what was hardened stays; and it can be read without. */
    @Test
    void stepsOfTheBoundItselfAreNotSaid() throws IOException {
        ObjectMapper json = new ObjectMapper();
        HardeningSettings.PostTraining absolute = HardeningSettings.PostTraining.DEFAULT;
        assertEquals(
                "{\"delta\":0.01,\"zeta\":1.0,\"kappa\":20.0,\"margin\":0.35,\"learningRate\":0.01,\"epsilon\":1.0E-8,"
                        + "\"epochs\":3,\"batchSize\":64,\"checksPerEpoch\":4,\"granularity\":\"NEURON\"}",
                json.writeValueAsString(absolute));
        assertEquals(absolute, json.readValue(json.writeValueAsString(absolute), HardeningSettings.PostTraining.class));
        HardeningSettings.PostTraining relative = new HardeningSettings.PostTraining(
                0.01, 1, 20, 0.35f, 0.01, 1e-8f, 3, 64, 4, Granularity.NEURON, Optimiser.Steps.RELATIVE);
        assertEquals(relative, json.readValue(json.writeValueAsString(relative), HardeningSettings.PostTraining.class));
    }

    @Test
    void faultTrainingSaysWhatIsWrong() {
        refused("fault rate is 0.0", () -> new HardeningSettings.FaultTraining(0, 1, 0.1, 1));
        refused("fault rate is 1.0", () -> new HardeningSettings.FaultTraining(0.1, 1, 1, 1));
        refused("clipped at 0.0", () -> new HardeningSettings.FaultTraining(0.1, 1, 0.1, 0));
        refused("0 trials", () -> new HardeningSettings.FaultTraining(1e-5, 0, 0.1, 1));
    }

    @Test
    void searchSaysWhichSettingIsWrong() {
        refused("0 rates", () -> search(0.1));
        refused("rate is 1.0", () -> search(0.1, 1e-3, 1));
        refused("rate is NaN", () -> search(0.1, Double.NaN));
        refused("distinct", () -> search(0.1, 1e-3, 1e-3));
        refused("tolerance is -0.1", () -> search(-0.1, 1e-3));
        refused("2 and 1 rounds", () -> new HardeningSettings.ThresholdSearch(new double[] {1e-3}, 1, 1, 2, 1, 0.1));
    }

    @Test
    void givenBoundIsNotNegative() {
        refused(
                "bound of GBReLU is -1.0",
                () -> new HardeningSettings(
                        HardeningSettings.PostTraining.DEFAULT,
                        HardeningSettings.ThresholdSearch.DEFAULT,
                        -1,
                        FixedPoint.DEFAULT));
    }

    /** Said where a map is, so that the identity of what was hardened by gradients stays. */
    @Test
    void duplicationIsSaidWhereItIsNotTheUsualOne() {
        HardeningSettings usual = HardeningSettings.DEFAULT;
        assertTrue(!usual.fields().containsKey(HardeningSettings.DUPLICATED));
        HardeningSettings mapped = new HardeningSettings(
                usual.postTraining(),
                usual.search(),
                0,
                usual.places(),
                usual.arithmetic(),
                usual.faults(),
                new HardeningSettings.Duplication(0.25, Map.of("conv1", 0.3)));
        assertEquals(Map.of("conv1", 0.3), mapped.fields().get(HardeningSettings.DUPLICATED_FROM));
        Protection duplicate = Protections.named("duplicate");
        assertEquals(Map.of("duplicated", 0.25), duplicate.settings(usual));
        assertEquals(Map.of("duplicated", 0.25, "duplicatedFrom", Map.of("conv1", 0.3)), duplicate.settings(mapped));
        assertTrue(duplicate.reads(HardeningSettings.DUPLICATED_FROM));
        assertTrue(!Protections.named("dmr").reads(HardeningSettings.DUPLICATED_FROM));
        refused("harm in conv1 is 1.5", () -> new HardeningSettings.Duplication(0.25, Map.of("conv1", 1.5)));
        refused("computed twice is 0.0", () -> new HardeningSettings.Duplication(0, Map.of()));
    }
}
