package org.fitact.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;

/**
 * Four steps of a falling learning rate on a weight, which decays, and a bias, which does not. Expected values from
 * PyTorch 1.13:
 *
 * <pre>
 * w, b = pattern(11, 4).requires_grad_(), pattern(12, 2).requires_grad_()
 * optimiser = torch.optim.SGD([{'params': [w], 'weight_decay': 0.05}, {'params': [b]}],
 *                             lr=0.1, momentum=0.9, nesterov=True)
 * # or SGD without nesterov; SGD([w, b], lr=0.1); torch.optim.Adam of the same groups
 * for k in range(4):
 *     for group in optimiser.param_groups: group['lr'] = 0.1 / (k + 1)
 *     w.grad, b.grad = pattern(20 + k, 4), pattern(30 + k, 2)
 *     optimiser.step()
 * print(w, b)
 * </pre>
 */
class OptimiserTest {

    private final Backend backend = Backends.open("reference", new BackendOptions(1));
    private final Parameter weight = parameter("w.weight", ParameterSpec.Kind.WEIGHT, 11, 4);
    private final Parameter bias = parameter("w.bias", ParameterSpec.Kind.BIAS, 12, 2);

    private Parameter parameter(String name, ParameterSpec.Kind kind, int c, int n) {
        Tensor value = Tensor.of(backend, Shape.of(n), Patterns.pattern(c, n)).requireGradient(true);
        return new Parameter(new ParameterSpec(name, kind, ParameterSpec.Layout.SAME, value.shape(), 0, 0), value);
    }

    private void assertAfterFourSteps(UpdateRule rule, float[] expectedWeight, float[] expectedBias) {
        try (Optimiser optimiser = new Optimiser(List.of(weight, bias), rule)) {
            for (int k = 0; k < 4; k++) {
                step(optimiser, k);
            }
            assertEquals(4, optimiser.steps());
        }
        Close.assertClose(expectedWeight, weight.value().toArray(), 1e-6, "weight");
        Close.assertClose(expectedBias, bias.value().toArray(), 1e-6, "bias");
    }

    private void step(Optimiser optimiser, int k) {
        try (Tape tape = Tape.recording(backend)) {
            give(tape, weight, Patterns.pattern(20 + k, 4));
            give(tape, bias, Patterns.pattern(30 + k, 2));
            optimiser.step(tape, 0.1 / (k + 1));
        }
    }

    /** Makes the tape hold a gradient. */
    private void give(Tape tape, Parameter parameter, float[] gradient) {
        tape.backward(parameter.value(), Tensor.of(backend, parameter.value().shape(), gradient));
    }

    @Test
    void sgdWithNesterovMomentum() {
        assertAfterFourSteps(
                new UpdateRule.Sgd(0.9f, true, 0.05f),
                new float[] {-0.527773619f, -0.0256386381f, 1.33017325f, -0.392061472f},
                new float[] {-0.358470619f, 0.170501262f});
    }

    @Test
    void sgdWithMomentum() {
        assertAfterFourSteps(
                new UpdateRule.Sgd(0.9f, false, 0.05f),
                new float[] {-0.648769557f, 0.0583894253f, 1.33620524f, -0.457645565f},
                new float[] {-0.425499737f, 0.30142501f});
    }

    @Test
    void plainSgd() {
        assertAfterFourSteps(
                new UpdateRule.Sgd(0, false, 0),
                new float[] {-0.795052052f, 0.12031249f, 1.37760425f, -0.547656238f},
                new float[] {-0.509895861f, 0.405468762f});
    }

    @Test
    void adam() {
        assertAfterFourSteps(
                new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0.05f),
                new float[] {-0.74076885f, 0.0190973412f, 1.30195153f, -0.444670171f},
                new float[] {-0.412760884f, 0.357065409f});
    }

    /**
     * Adam on θ of p = p₀·e^θ, which nothing but the gradient p·∂L/∂p knows of: the same as Adam by itself, in double, on a θ that
     * is kept. What is 0 stays 0, and no sign changes.
     */
    @Test
    void relativeStepsAreThoseOfTheLogarithm() {
        float[] start = {-3, 0, 0.5f, 48};
        weight.value().upload(start);
        double[] theta = new double[4];
        double[] mean = new double[4];
        double[] variance = new double[4];
        try (Optimiser optimiser =
                new Optimiser(List.of(weight, bias), UpdateRule.Adam.STANDARD, Optimiser.Steps.RELATIVE)) {
            for (int k = 0; k < 4; k++) {
                step(optimiser, k);
                float[] gradient = Patterns.pattern(20 + k, 4);
                for (int i = 0; i < 4; i++) {
                    double g = gradient[i] * start[i] * Math.exp(theta[i]);
                    mean[i] = 0.9 * mean[i] + 0.1 * g;
                    variance[i] = 0.999 * variance[i] + 0.001 * g * g;
                    double corrected = Math.sqrt(variance[i] / (1 - Math.pow(0.999, k + 1)));
                    theta[i] -= 0.1 / (k + 1) * mean[i] / (1 - Math.pow(0.9, k + 1)) / (corrected + 1e-8);
                }
            }
        }
        float[] expected = new float[4];
        for (int i = 0; i < 4; i++) {
            expected[i] = (float) (start[i] * Math.exp(theta[i]));
        }
        assertTrue(Math.abs(expected[3] - 48) > 1, "a step of 0.1 that is not relative would move 48 by 0.2 at most");
        Close.assertClose(expected, weight.value().toArray(), 1e-5, "weight");
    }

    @Test
    void whatDecaysIsChosen() {
        for (ParameterSpec.Kind kind : ParameterSpec.Kind.values()) {
            Parameter scale = parameter("p.weight", kind, 1, 1);
            Parameter shift = parameter("p.bias", kind, 1, 1);
            boolean weight = kind == ParameterSpec.Kind.WEIGHT;
            boolean norm = kind == ParameterSpec.Kind.NORM;
            assertEquals(weight, Decayed.WEIGHTS.has(scale));
            assertEquals(weight || norm, Decayed.SCALES.has(scale));
            assertEquals(weight, Decayed.SCALES.has(shift), "of a norm the scale alone");
            assertEquals(weight || norm || kind == ParameterSpec.Kind.BIAS, Decayed.ALL.has(shift));
        }
    }

    /** p − rate·(g + decay·p) without momentum: 2 − 0.5·(0.1 + 0.01·2) = 1.94, without decay 1.95. */
    @Test
    void decayReachesTheScalesThatItIsToReach() {
        for (Decayed decayed : Decayed.values()) {
            Parameter scale = parameter("bn.weight", ParameterSpec.Kind.NORM, 1, 1);
            scale.value().upload(new float[] {2});
            try (Optimiser optimiser = new Optimiser(
                            List.of(scale), new UpdateRule.Sgd(0, false, 0.01f), Optimiser.Steps.ABSOLUTE, decayed);
                    Tape tape = Tape.recording(backend)) {
                give(tape, scale, new float[] {0.1f});
                optimiser.step(tape, 0.5);
            }
            assertEquals(
                    decayed == Decayed.WEIGHTS ? 1.95f : 1.94f, scale.value().item(), 1e-6f);
        }
    }

    @Test
    void aParameterWithoutAGradientStays() {
        try (Optimiser optimiser = new Optimiser(List.of(weight, bias), UpdateRule.Adam.STANDARD);
                Tape tape = Tape.recording(backend)) {
            give(tape, weight, Patterns.pattern(20, 4));
            optimiser.step(tape, 0.1);
        }
        assertArrayEquals(Patterns.pattern(12, 2), bias.value().toArray());
    }

    @Test
    void theStateTakenOverGoesOnToTheSameBits() {
        UpdateRule adam = UpdateRule.Adam.STANDARD;
        try (Optimiser whole = new Optimiser(List.of(weight, bias), adam)) {
            step(whole, 0);
            step(whole, 1);
            float[] before = weight.value().toArray();
            try (Optimiser resumed = new Optimiser(List.of(weight, bias), adam)) {
                assertEquals(
                        Set.of("w.weight.mean", "w.weight.variance", "w.bias.mean", "w.bias.variance"),
                        resumed.state().keySet());
                resumed.state()
                        .forEach((name, tensor) ->
                                tensor.upload(whole.state().get(name).toArray()));
                resumed.resumeAt(whole.steps());
                step(resumed, 2);
            }
            float[] expected = weight.value().toArray();
            weight.value().upload(before);
            step(whole, 2);
            assertArrayEquals(expected, weight.value().toArray());
        }
    }
}
