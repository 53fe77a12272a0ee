package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
