package org.fitact.nn.eager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;

class ForwardTest {

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    private Tensor ones(int n) {
        float[] values = new float[n];
        Arrays.fill(values, 1);
        return Tensor.of(backend, Shape.of(1, n), values);
    }

    private Network row(int n, Consumer<GraphBuilder> layers) {
        return TestNetworks.of(backend, Shape.of(n), TestNetworks.noise(1), layers);
    }

    @Test
    void dropoutZeroesItsShareAndKeepsTheExpectation() {
        int n = 100_000;
        try (Tape tape = Tape.recording(backend);
                Network network = row(n, builder -> builder.dropout(0.25f));
                Tensor x = ones(n).requireGradient(true)) {
            Tensor y = Forward.of(network, Pass.training(tape, new PhiloxRandom(1, 2)), x);
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
                Network much = row(5, builder -> builder.dropout(0.9f));
                Network none = row(5, builder -> builder.dropout(0));
                Tensor x = ones(5)) {
            assertSame(x, Forward.of(much, Pass.inference(tape), x));
            assertSame(x, Forward.of(none, Pass.training(tape, null), x));
        }
    }

    @Test
    void theObserverSeesEveryValue() {
        List<String> seen = new ArrayList<>();
        try (Tape tape = Tape.inference(backend);
                Network network = row(4, builder -> builder.relu("relu1").relu("relu2"));
                Tensor x = Tensor.of(backend, Shape.of(1, 4), new float[] {-1, 2, -3, 4})) {
            Pass pass = Pass.observed(tape, (node, value) -> seen.add(node.name() + Arrays.toString(value.toArray())));
            Forward.of(network, pass, x);
            TestNetworks.bound(network, new Bound(Policy.ZERO, Granularity.LAYER, 1), _ -> 1);
            Forward.of(network, pass, x);
        }
        List<String> plain = List.of("relu1[0.0, 2.0, 0.0, 4.0]", "relu2[0.0, 2.0, 0.0, 4.0]");
        assertEquals(plain, seen.subList(0, 2));
        // A ReLU that a bound contains is not computed for itself.
        assertEquals(
                List.of(
                        "relu1[-1.0, 2.0, -3.0, 4.0]",
                        "relu1.bound[0.0, 0.0, 0.0, 0.0]",
                        "relu2[0.0, 0.0, 0.0, 0.0]",
                        "relu2.bound[0.0, 0.0, 0.0, 0.0]"),
                seen.subList(2, 6));
    }

    /** Whether the ReLU before a bound is read by the bound only, or by another node as well, which keeps it a step. */
    @Test
    void aBoundIsTheSameWithAndWithoutTheReluBeforeIt() {
        for (Policy policy : Policy.values()) {
            Bound bound = new Bound(policy, Granularity.NEURON, 5);
            float[] x = {-1, 0, 0.5f, 1.01f, 3, Float.NaN};
            try (Network one = row(6, builder -> builder.relu("relu"));
                    Network two = row(6, builder -> {
                        builder.relu("relu");
                        builder.sum("sum", builder.branch(), builder.branch());
                    })) {
                TestNetworks.bound(one, bound, i -> 1 + i / 100f);
                TestNetworks.bound(two, bound, i -> 1 + i / 100f);
                float[] once = run(one, x);
                assertEquals(0, once[5], "a NaN does not pass");
                float[] twice = run(two, x);
                for (int i = 0; i < x.length; i++) {
                    assertEquals(2 * once[i], twice[i]);
                }
            }
        }
    }

    private float[] run(Network network, float[] x) {
        try (Tape tape = Tape.inference(backend);
                Tensor in = Tensor.of(backend, Shape.of(1, x.length), x)) {
            return Forward.of(network, Pass.inference(tape), in).toArray();
        }
    }
}
