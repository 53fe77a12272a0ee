package org.fitact.protect.redundancy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.plan.Sums;
import org.fitact.protect.Toy;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** The equation of a checksum, on numbers that can be added up by hand. */
class LayerChecksumTest {

    private static final Shape IMAGE = Shape.of(2, 2, 2);
    /** Two groups of a channel, each with two filters of one tap. */
    private static final Node CONV = new Node(
            "conv",
            new Conv2d(4, 2, Window2d.of(1, 1, 1, 0), true),
            List.of(Graph.IMAGES),
            List.of("conv.weight", "conv.bias"));

    private static final Graph GRAPH = new Graph(
            IMAGE,
            List.of(
                    CONV,
                    new Node("flat", new Flatten(), "conv"),
                    new Node("fc", new Linear(2), List.of("flat"), List.of("fc.weight", "fc.bias"))),
            "fc");

    private static final Map<String, float[]> VALUES = Map.of(
            "conv.weight",
            new float[] {1, 2, 3, 4},
            "conv.bias",
            new float[] {100, 100, 100, 100},
            "fc.weight",
            new float[32],
            "fc.bias",
            new float[2]);

    @Test
    void theFilterIsTheSumOfTheFiltersOfItsGroup() {
        // Two terms of four channels: {1 2 3 4} and {10 20 30 40}.
        float[] weights = {1, 2, 3, 4, 10, 20, 30, 40};
        assertArrayEquals(new float[] {10, 100}, LayerChecksum.filter(weights, 4, 1));
        assertArrayEquals(new float[] {3, 7, 30, 70}, LayerChecksum.filter(weights, 4, 2));
        assertArrayEquals(weights, LayerChecksum.filter(weights, 4, 4));
        assertEquals(2, LayerChecksum.words((Conv2d) CONV.op(), IMAGE));
        assertEquals(7, LayerChecksum.words(new Linear(3), Shape.of(7)));
    }

    @Test
    void theSumOverChannelsIsTheChecksum() {
        double[] deviations = new double[3];
        float[][] expected = new float[1][];
        try (Network network = new Network(
                        new Architecture("lenet5", IMAGE, 2), GRAPH, Toy.REFERENCE, spec -> VALUES.get(spec.name()));
                Plan plan = Plan.of(network, new PlanOptions(1, true, Fusion.SUMS));
                Tensor image = Tensor.of(Toy.REFERENCE, IMAGE.withBatch(1), new float[] {1, 10, 2, 20, 3, 30, 4, 40})) {
            LayerChecksum layer = ChecksumCheck.layers(plan).get("conv");
            plan.observe(new StepObserver() {
                @Override
                public void summed(Sums sums) {
                    if (sums.step().name().equals("conv")) {
                        expected[0] = layer.expected(sums.input(), 1);
                        float[] present = layer.download(sums.value(), layer.sums());
                        deviations[0] = layer.deviation(present, expected[0], 5);
                        present[11] -= 5;
                        deviations[1] = layer.deviation(present, expected[0], 5);
                        present[10] = Float.NaN;
                        deviations[2] = layer.deviation(present, expected[0], 5);
                    }
                }

                @Override
                public void done(Node step, Buffer value, int batch) {}
            });
            plan.logits(image);
        }
        // Of each of four places the two groups: x₀·(1 + 2) and x₁·(3 + 4).
        assertArrayEquals(new float[] {3, 70, 6, 140, 9, 210, 12, 280}, expected[0]);
        assertArrayEquals(new double[] {0, 5, Double.NaN}, deviations);
    }
}
