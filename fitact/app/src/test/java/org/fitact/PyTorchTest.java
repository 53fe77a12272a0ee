package org.fitact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.Models;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.random.Philox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/pytorch.py} on checkpoints of this program. Skipped where no Python has PyTorch, which nobody needs for it. */
class PyTorchTest {

    private static final Path EXAMPLE = Path.of("..", "..", "examples", "pytorch.py");
    private static final Shape IMAGE = Shape.of(28, 28, 1);

    @TempDir
    private Path folder;

    private Finished python(String python, String... arguments) throws IOException, InterruptedException {
        return Finished.run(
                new ProcessBuilder(Stream.concat(Stream.of(python), Arrays.stream(arguments))
                        .toList()),
                folder);
    }

    /** One whose every value counts: the zoo's fresh ones have batch norms that do nothing. */
    private static Network network(Backend backend) {
        Network network = Models.create(new Architecture("vgg-small", IMAGE, 10), backend, 3);
        for (Parameter parameter : network.parameters()) {
            if (parameter.kind() == ParameterSpec.Kind.NORM || parameter.kind() == ParameterSpec.Kind.STATISTIC) {
                parameter
                        .value()
                        .upload(noise(parameter.name(), parameter.value().elements()));
            }
        }
        return network;
    }

    /** From 0.5 to 1.5, as a variance may be. */
    private static float[] noise(String name, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.5 + Philox.unit(Philox.bits(name.hashCode(), 0, i)));
        }
        return values;
    }

    private static float[] logits(Network network) {
        float[] ramp = new float[IMAGE.elements()];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = -1 + 2f * i / (ramp.length - 1);
        }
        try (Plan plan = Plan.of(network, 1, true);
                Tensor image = Tensor.of(network.backend(), IMAGE.withBatch(1), ramp)) {
            return plan.logits(image);
        }
    }

    private void assertTheSame(String python, Network network) throws IOException, InterruptedException {
        Path file = folder.resolve("network.safetensors");
        CheckpointInfo info = new CheckpointInfo(
                "none",
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                new Normalisation(new float[1], new float[] {1}),
                Map.of());
        Checkpoint.save(file, network, info);
        Finished finished = python(python, EXAMPLE.toString(), file.toString());
        assertEquals(0, finished.exitCode(), finished.err());
        String[] found = finished.out().strip().lines().toList().getLast().split(" ");
        float[] expected = logits(network);
        assertEquals(expected.length, found.length, finished.out());
        float largest = 0;
        for (float logit : expected) {
            largest = Math.max(largest, Math.abs(logit));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], Float.parseFloat(found[i]), 1e-4f * largest + 1e-5f, finished.out());
        }
        assertTrue(largest > 1e-2, finished.out());
    }

    @Test
    void aCheckpointIsAStateDict() throws Exception {
        PythonWith torch = PythonWith.module("torch", folder);
        Optional<String> python = torch.command();
        assumeTrue(python.isPresent(), () -> "no PyTorch: " + torch.tried());
        try (Backend backend = Backends.cpu(BackendOptions.defaults());
                Network network = network(backend)) {
            assertTheSame(python.get(), network);
            Granularity[] shared = Granularity.values();
            for (Policy policy : Policy.values()) {
                Bound bound = new Bound(policy, shared[policy.ordinal() % shared.length], 20);
                try (Network bounded = network(backend)) {
                    bounded.transform(
                            bounded.graph().withSites(site -> site.bounded(bound)),
                            spec -> noise(spec.name(), spec.shape().elements()));
                    assertTheSame(python.get(), bounded);
                }
            }
        }
    }
}
