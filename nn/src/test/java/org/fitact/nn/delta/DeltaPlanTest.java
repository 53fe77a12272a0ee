package org.fitact.nn.delta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.plan.PlanParameter;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes that are followed, against full runs of the network with the changed parameters. */
class DeltaPlanTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());
    private static final PlanOptions KEPT = DeltaPlan.options(true);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static Tensor image(Network network) {
        Shape shape = network.architecture().input().withBatch(1);
        return Tensor.of(BACKEND, shape, Patterns.pattern(3, shape.elements()));
    }

    /** A plan of the network, and the change of one of its parameters. */
    private static float[] inFull(Plan plan, ParameterChange change, Tensor image) {
        for (int p = 0; p < plan.parameters().size(); p++) {
            PlanParameter parameter = plan.parameters().get(p);
            if (parameter.name().equals(change.parameter())) {
                plan.write(p, change.indices(), change.numbers());
                try {
                    return plan.logits(image);
                } finally {
                    plan.write(p, 0, parameter.values());
                }
            }
        }
        throw new AssertionError(change.parameter());
    }

    private static void assertFollows(Network network, String what, int changes) {
        assertFollows(network, true, what, changes);
    }

    /** @param folds whether batch norm is folded; where not, its vectors change too, the variances upwards */
    private static void assertFollows(Network network, boolean folds, String what, int changes) {
        Program program = Plan.program(network, DeltaPlan.options(folds));
        SplittableRandom random = new SplittableRandom(5);
        int reached = 0;
        try (Plan plan = Plan.of(network, 1, folds);
                DeltaPlan delta = DeltaPlan.of(BACKEND, program);
                Tensor image = image(network)) {
            delta.see(image);
            assertArrayEquals(plan.logits(image), delta.logits(), tolerance(delta.logits(), 1), what);
            for (PlanParameter parameter : plan.parameters()) {
                for (int i = 0; i < changes; i++) {
                    int index = random.nextInt(parameter.values().length);
                    float size = (float) Math.scalb(1.0, random.nextInt(-9, 9));
                    float number = parameter.values()[index]
                            + (random.nextBoolean() || parameter.kind() == ParameterSpec.Kind.NORM ? size : -size);
                    ParameterChange change =
                            new ParameterChange(parameter.name(), new int[] {index}, new float[] {number});
                    float[] expected = inFull(plan, change, image);
                    for (boolean exact : new boolean[] {false, true}) {
                        Followed followed = delta.follow(change, exact);
                        String where = what + ", " + parameter.name() + "[" + index + "] by " + size;
                        assertTrue(followed.sound(), where);
                        assertArrayEquals(
                                expected,
                                followed.logits(),
                                tolerance(delta.logits(), Math.max(followed.growth(), 1 + size)),
                                where);
                        reached += followed.differs() ? 1 : 0;
                    }
                }
            }
        }
        assertTrue(reached > 0, what);
    }

    private static float tolerance(float[] logits, double growth) {
        float largest = 0;
        for (float logit : logits) {
            largest = Math.max(largest, Math.abs(logit));
        }
        return (float) (1e-4 * growth * largest);
    }

    @ParameterizedTest
    @CsvSource({"lenet5, 18", "resnet20, 12", "mobilenet-v2, 8", "vgg-small, 12"})
    void networksOfTheZoo(String model, int side) {
        try (Network network = TestNetworks.zoo(BACKEND, model, Shape.of(side, side, 3), 5)) {
            assertFollows(network, model, model.equals("lenet5") ? 20 : 1);
        }
    }

    @Test
    void batchNormThatIsNotFolded() {
        try (Network network = TestNetworks.zoo(BACKEND, "resnet20", Shape.of(8, 8, 3), 5)) {
            assertFollows(network, false, "resnet20, not folded", 1);
        }
    }

    @Test
    void boundsOfEveryKind() {
        for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
            for (BoundedRelu.Granularity granularity : BoundedRelu.Granularity.values()) {
                Bound bound = new Bound(policy, granularity, 5);
                try (Network network = TestNetworks.zoo(BACKEND, "lenet5", Shape.of(18, 18, 3), 5)) {
                    TestNetworks.bound(network, bound, i -> 0.5f + i * 7 % 13 / 8f);
                    assertFollows(network, bound.toString(), 2);
                }
                try (Network network = TestNetworks.zoo(BACKEND, "lenet5", Shape.of(18, 18, 3), 5)) {
                    TestNetworks.boundEverywhere(network, new Tanh(), bound, i -> 0.31f + i * 7 % 13 / 16f);
                    assertFollows(network, "behind tanh " + bound, 2);
                }
            }
        }
    }

    @Test
    void whatReachesNothingLeavesTheLogitsToTheBit() {
        try (Network network = TestNetworks.zoo(BACKEND, "lenet5", Shape.of(18, 18, 3), 5);
                DeltaPlan delta = DeltaPlan.of(BACKEND, Plan.program(network, KEPT));
                Tensor image = image(network)) {
            delta.see(image);
            PlanParameter bias = PlanParameter.of(Plan.program(network, KEPT)).stream()
                    .filter(parameter -> parameter.name().endsWith("bias"))
                    .findFirst()
                    .orElseThrow();
            // Behind a ReLU all of the channel is 0 under both: the second one is known from the first.
            ParameterChange one = new ParameterChange(bias.name(), new int[] {0}, new float[] {-1e4f});
            ParameterChange other = new ParameterChange(bias.name(), new int[] {0}, new float[] {-1e6f});
            Followed first = delta.follow(one, false);
            long done = delta.done();
            Followed second = delta.follow(other, false);
            assertEquals(done, delta.done(), "nothing is computed twice");
            assertArrayEquals(first.logits(), second.logits());

            ParameterChange infinite =
                    new ParameterChange(bias.name(), new int[] {0}, new float[] {Float.POSITIVE_INFINITY});
            assertFalse(delta.follow(infinite, false).sound());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> delta.follow(new ParameterChange("nothing", new int[] {0}, new float[] {0}), false));
        }
    }

    @Test
    void aWeightCostsLessThanAnInference() {
        try (Network network = TestNetworks.zoo(BACKEND, "vgg-small", Shape.of(12, 12, 3), 5);
                DeltaPlan delta = DeltaPlan.of(BACKEND, Plan.program(network, KEPT));
                Tensor image = image(network)) {
            delta.see(image);
            assertEquals(delta.multiplyAdds(), delta.done(), "one run");
            PlanParameter last = PlanParameter.of(Plan.program(network, KEPT)).stream()
                    .filter(parameter -> parameter.name().endsWith("weight"))
                    .reduce((_, second) -> second)
                    .orElseThrow();
            delta.follow(new ParameterChange(last.name(), new int[] {7}, new float[] {100}), false);
            assertEquals(delta.multiplyAdds() + 1, delta.done(), "one weight of the last layer, one product");
        }
    }
}
