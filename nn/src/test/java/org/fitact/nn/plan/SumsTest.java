package org.fitact.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
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

/** A plan whose sums are apart. */
class SumsTest {

    private static final Shape IMAGE = Shape.of(8, 8, 2);
    private final Backend backend = Backends.cpu(BackendOptions.defaults());

    private interface Body {
        void run(Plan plan, Tensor images, float[] fused);
    }

    private void with(Body body) {
        try (Network network = TestNetworks.of(
                        backend,
                        IMAGE,
                        3,
                        TestNetworks.noise(1),
                        builder -> builder.convNorm("c", 4, 3, 1, 1)
                                .relu("relu")
                                .flatten()
                                .linear("fc", 3));
                Plan fused = Plan.of(network, PlanOptions.of(2));
                Plan plan = Plan.of(network, new PlanOptions(2, true, Fusion.SUMS));
                Tensor images = Tensor.of(backend, IMAGE.withBatch(2), Patterns.pattern(1, 2 * IMAGE.elements()))) {
            body.run(plan, images, fused.logits(images));
        }
    }

    private float[] numbers(Buffer buffer, int length) {
        float[] numbers = new float[length];
        backend.download(buffer, 0, MemorySegment.ofArray(numbers));
        return numbers;
    }

    /** Notes what it sees, and does something about sums. */
    private class Noting implements StepObserver {

        private final List<String> seen = new ArrayList<>();

        @Override
        public void started(Buffer images, int batch) {
            seen.add("start " + batch);
        }

        @Override
        public void summed(Sums sums) {
            seen.add("sums of " + sums.step().name() + " " + sums.attempt() + " " + sums.images());
        }

        @Override
        public void done(Node step, Buffer value, int batch) {
            seen.add(step.name());
        }

        @Override
        public void finished() {
            seen.add("end");
        }
    }

    @Test
    void sumsAreSeenBeforeTheirBias() {
        with((plan, images, fused) -> {
            float[] alone = plan.logits(images);
            assertArrayEquals(fused, alone, 1e-5f);
            float[][] sums = new float[1][];
            Noting noting = new Noting() {
                @Override
                public void summed(Sums some) {
                    super.summed(some);
                    sums[0] = numbers(some.value(), 6);
                }
            };
            plan.observe(noting);
            assertArrayEquals(alone, plan.logits(images), "to be observed changes nothing");
            assertEquals(
                    List.of(
                            "start 2",
                            "sums of c.norm 0 {0, 1}",
                            "c.norm",
                            "relu",
                            "flatten1",
                            "sums of fc 0 {0, 1}",
                            "fc",
                            "end"),
                    noting.seen);
            float[] bias = plan.parameters().getLast().values();
            for (int i = 0; i < alone.length; i++) {
                assertEquals(alone[i], sums[0][i] + bias[i % 3], "the logits are the last sums and their bias");
            }
        });
    }

    @Test
    void sumsAreComputedAgainAndEachAttemptIsSeenByWhoCameBefore() {
        with((plan, images, fused) -> {
            float[] alone = plan.logits(images);
            Noting first = new Noting() {
                @Override
                public void summed(Sums sums) {
                    super.summed(sums);
                    // Spoils the first attempt alone.
                    if (sums.attempt() == 0) {
                        backend.fill(2, 1e6f, sums.value());
                    }
                }
            };
            plan.observe(new StepObserver() {
                @Override
                public void summed(Sums sums) {
                    assertEquals(1e6f, numbers(sums.value(), 1)[0]);
                    BitSet one = new BitSet();
                    one.set(0);
                    assertEquals(1, sums.again(one).attempt());
                }

                @Override
                public void done(Node step, Buffer value, int batch) {}
            });
            assertArrayEquals(alone, plan.observedFirstBy(first, () -> plan.logits(images)));
            assertTrue(first.seen.contains("sums of fc 1 {0}"), first.seen.toString());
        });
    }

    @Test
    void aRunThatFailsIsFinishedToo() {
        with((plan, images, fused) -> {
            Noting noting = new Noting() {
                @Override
                public void summed(Sums sums) {
                    throw new IllegalStateException("planted");
                }
            };
            plan.observe(noting);
            assertThrows(IllegalStateException.class, () -> plan.logits(images));
            assertEquals(List.of("start 2", "end"), noting.seen);
        });
    }
}
