package org.fitact.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.CountingBackend;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;

class LayersTest {

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    private Tensor ones(int n) {
        float[] values = new float[n];
        Arrays.fill(values, 1);
        return Tensor.of(backend, Shape.of(1, n), values);
    }

    @Test
    void dropoutZeroesItsShareAndKeepsTheExpectation() {
        int n = 100_000;
        try (Tape tape = Tape.recording(backend);
                Tensor x = ones(n).requireGradient(true)) {
            Tensor y = new Dropout(0.25f).forward(Pass.training(tape, new PhiloxRandom(1, 2)), x);
            float[] values = y.toArray();
            int zeros = 0;
            for (float value : values) {
                assertTrue(value == 0 || value == 1 / 0.75f, "value " + value);
                zeros += value == 0 ? 1 : 0;
            }
            // Five standard deviations of the binomial distribution.
            assertEquals(0.25 * n, zeros, 5 * Math.sqrt(n * 0.25 * 0.75));
            tape.backward(y, ones(n));
            assertArrayEquals(values, tape.gradient(x).toArray(), "what was dropped has no gradient");
        }
    }

    @Test
    void dropoutDoesNothingInInference() {
        try (Tape tape = Tape.inference(backend);
                Tensor x = ones(5)) {
            assertSame(x, new Dropout(0.9f).forward(Pass.inference(tape), x));
            assertSame(x, new Dropout(0).forward(Pass.training(tape, null), x));
        }
        for (float rate : new float[] {-0.1f, 1, Float.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new Dropout(rate));
        }
    }

    @Test
    void theObserverSeesWhatEveryActivationIsGiven() {
        NetworkBuilder builder =
                new NetworkBuilder(backend, Shape.of(4), 1).relu("relu1").relu("relu2");
        List<String> seen = new ArrayList<>();
        try (Tape tape = Tape.inference(backend);
                Tensor x = Tensor.of(backend, Shape.of(1, 4), new float[] {-1, 2, -3, 4})) {
            Pass pass = Pass.observed(tape, (site, in) -> seen.add(site.name() + Arrays.toString(in.toArray())));
            builder.build().forward(pass, x);
        }
        assertEquals(List.of("relu1[-1.0, 2.0, -3.0, 4.0]", "relu2[0.0, 2.0, 0.0, 4.0]"), seen);
    }

    @Test
    void boundsHaveTheShapeOfTheirGranularity() {
        ActivationSite site = new ActivationSite("relu", Shape.of(2, 3, 5));
        assertEquals(
                Shape.of(1), site.boundsRequest(BoundedRelu.Granularity.LAYER).shape());
        assertEquals(
                Shape.of(5), site.boundsRequest(BoundedRelu.Granularity.CHANNEL).shape());
        assertEquals(
                Shape.of(2, 3, 5),
                site.boundsRequest(BoundedRelu.Granularity.NEURON).shape());
        for (BoundedRelu.Granularity granularity : BoundedRelu.Granularity.values()) {
            Parameter wrong = new Parameter(
                    "relu.bounds", Parameter.Kind.BOUND, Parameter.Layout.SAME, Tensor.zeros(backend, Shape.of(7)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> site.replace(new ActivationFunction.Bounded(BoundedRelu.Policy.ZERO, granularity, 1, wrong)));
        }
        assertTrue(site.function() instanceof ActivationFunction.Relu, "what was refused is not in place");
    }

    @Test
    void onlyAReluIsReplaced() {
        ActivationSite site = new ActivationSite("act1", Shape.of(2));
        BoundedRelu.Policy policy = BoundedRelu.Policy.ZERO;
        Parameter bounds = site.replaceWithBounds(policy, BoundedRelu.Granularity.LAYER, 1, backend);
        assertRefused(site, "activation act1 is bounded already, and only a plain ReLU can be replaced");
        site.replace(
                new ActivationFunction.Bounded(BoundedRelu.Policy.SATURATE, BoundedRelu.Granularity.LAYER, 1, bounds));
        site.replace(new ActivationFunction.Relu());
        site.replace(new ActivationFunction.Tanh());
        assertRefused(site, "activation act1 is tanh, and only a plain ReLU can be replaced");
        NotAReluException thrown =
                assertThrows(NotAReluException.class, () -> site.replace(new ActivationFunction.Relu()));
        assertEquals("act1", thrown.site());
        assertEquals("tanh", thrown.found());
    }

    @Test
    void aSiteFreesTheBoundsThatItLoses() {
        CountingBackend counting = new CountingBackend(backend);
        ActivationSite site = new ActivationSite("act1", Shape.of(2));
        BoundedRelu.Granularity perLayer = BoundedRelu.Granularity.LAYER;
        for (int i = 0; i < 3; i++) {
            Parameter bounds = site.replaceWithBounds(BoundedRelu.Policy.ZERO, perLayer, 1, counting.backend());
            site.replace(new ActivationFunction.Bounded(BoundedRelu.Policy.SATURATE, perLayer, 1, bounds));
            assertEquals(1, counting.open(), "bounds that stay are not freed");
            assertThrows(
                    NotAReluException.class,
                    () -> site.replaceWithBounds(BoundedRelu.Policy.ZERO, perLayer, 1, counting.backend()));
            assertEquals(1, counting.open(), "what was refused allocated nothing");
            site.replace(new ActivationFunction.Relu());
            assertEquals(0, counting.open(), counting::whereOpened);
        }
    }

    private void assertRefused(ActivationSite site, String message) {
        ActivationFunction before = site.function();
        assertEquals(
                message,
                assertThrows(
                                NotAReluException.class,
                                () -> site.replaceWithBounds(
                                        BoundedRelu.Policy.ZERO, BoundedRelu.Granularity.NEURON, 1, backend))
                        .getMessage());
        assertThrows(NotAReluException.class, () -> site.replace(new ActivationFunction.Tanh()));
        assertSame(before, site.function());
    }

    @Test
    void layersThatDoNotFitTheirInputAreRefusedWhileBuilding() {
        NetworkBuilder image = new NetworkBuilder(backend, Shape.of(4, 4, 2), 1);
        assertThrows(IllegalArgumentException.class, () -> image.branch().add(Pool2d.max(5)));
        assertThrows(IllegalArgumentException.class, () -> image.branch().conv("conv", 3, 7, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> image.branch().linear("fc", 3), "not flat yet");
        Sequential wider = image.branch().conv("conv", 3, 3, 1, 1).build();
        Residual block = new Residual(wider, image.branch().build(), new ActivationSite("relu", Shape.of(4, 4, 3)));
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> image.add(block));
        assertEquals("residual block of relu adds a 4x4x3 and a 4x4x2 feature map", error.getMessage());
    }
}
