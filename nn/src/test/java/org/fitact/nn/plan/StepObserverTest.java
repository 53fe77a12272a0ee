package org.fitact.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

class StepObserverTest {

    private final Backend backend = Backends.cpu(BackendOptions.defaults());

    private List<String> observed(PlanOptions options) {
        Shape image = Shape.of(8, 8, 2);
        List<String> steps = new ArrayList<>();
        try (Network network = TestNetworks.of(
                        backend,
                        image,
                        3,
                        TestNetworks.noise(1),
                        builder -> builder.convNorm("c", 4, 3, 1, 1)
                                .relu("relu")
                                .flatten()
                                .linear("fc", 3));
                Plan plan = Plan.of(network, options);
                Tensor images = Tensor.of(backend, image.withBatch(2), Patterns.pattern(1, 2 * image.elements()))) {
            float[] alone = plan.logits(images);
            plan.observe(new StepObserver() {
                @Override
                public void started(Buffer images, int batch) {
                    steps.add("start");
                }

                @Override
                public void done(Node step, Buffer value, int batch) {
                    steps.add(step.name());
                    assertEquals(2, batch);
                }
            });
            assertArrayEquals(alone, plan.logits(images), "to be observed changes nothing");
            plan.observe(null);
            plan.logits(images);
        }
        return steps;
    }

    @Test
    void stepsAreSeenInTheirOrderByTheValuesThatTheyMake() {
        assertEquals(List.of("start", "relu", "flatten1", "fc"), observed(PlanOptions.of(2)));
    }

    @Test
    void everyValueIsThereWhereNothingIsFused() {
        assertEquals(
                List.of("start", "c.conv", "c.norm", "relu", "flatten1", "fc"),
                observed(new PlanOptions(2, false, Fusion.NOTHING)));
    }
}
