package org.fitact.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Overwriting stored numbers of a deployed network; with batch norm kept apart, a plan's parameters are the network's. */
class PlanWriteTest {

    private static final Shape IMAGE = Shape.of(16, 16, 1);

    private final Backend backend = Backends.cpu(BackendOptions.defaults());
    private final Tensor images = Tensor.of(backend, IMAGE.withBatch(2), Patterns.pattern(1, 2 * IMAGE.elements()));
    private Network network;
    private Plan plan;

    @BeforeEach
    void compile() {
        network = TestNetworks.zoo(backend, "vgg-small", IMAGE, 10);
        TestNetworks.bound(
                network, new Bound(BoundedRelu.Policy.SATURATE, BoundedRelu.Granularity.CHANNEL, 1), _ -> 1.25);
        plan = Plan.of(network, 2, false);
    }

    @AfterEach
    void close() {
        plan.close();
        network.close();
        images.close();
        backend.close();
    }

    private float[] eager() {
        try (Tape tape = Tape.inference(backend)) {
            return Forward.of(network, Pass.inference(tape), images).toArray();
        }
    }

    @Test
    void everyParameterIsReadAndOnlyWhatWasWrittenChanges() {
        float[] before = plan.logits(images);
        for (int p = 0; p < plan.parameters().size(); p++) {
            PlanParameter stored = plan.parameters().get(p);
            Tensor here = network.parameter(stored.name()).value();
            float[] values = here.toArray();
            assertArrayEquals(stored.values(), values, stored.name());
            // Two elements from the middle on, as a run of words that a fault changed.
            int index = values.length / 2;
            float[] written = {values[index] + 1.5f, values[Math.min(index + 1, values.length - 1)] - 0.75f};
            plan.write(p, index, written);
            System.arraycopy(written, 0, values, index, written.length);
            here.upload(values);

            float[] changed = plan.logits(images);
            Close.assertClose(eager(), changed, 2e-5, stored.name());
            assertTrue(!Arrays.equals(before, changed), stored.name() + " is not read");

            plan.write(p, index, Arrays.copyOfRange(stored.values(), index, index + 2));
            here.upload(stored.values());
            assertArrayEquals(before, plan.logits(images), stored.name());
        }
    }

    @Test
    void whatLiesBeyondAParameterIsRefused() {
        float[] before = plan.logits(images);
        int length = plan.parameters().getFirst().values().length;
        assertThrows(IllegalArgumentException.class, () -> plan.write(0, length - 1, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> plan.write(0, -1, 1));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> plan.write(plan.parameters().size(), 0, 1));
        assertArrayEquals(before, plan.logits(images));
    }

    @Test
    void nothingButNaNIsNoClass() {
        int bias = plan.parameters().size() - 1;
        float[] poison = new float[10];
        Arrays.fill(poison, Float.NaN);
        assertEquals("fc.bias", plan.parameters().get(bias).name());
        plan.write(bias, 0, poison);
        assertArrayEquals(new int[] {-1, -1}, plan.predict(images));
    }
}
