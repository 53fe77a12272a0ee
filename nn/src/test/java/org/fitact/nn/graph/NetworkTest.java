package org.fitact.nn.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.CountingBackend;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static final Bound BOUND = new Bound(Policy.ZERO, Granularity.NEURON, 1);

    private final CountingBackend counting = new CountingBackend(Backends.open("reference", new BackendOptions(1)));
    private final Graph plain =
            new GraphBuilder(Shape.of(3)).linear("fc", 2).relu("relu").build();
    private final Network network = new Network(
            new Architecture("small", Shape.of(3), 2), plain, counting.backend(), ParameterSource.random(1));

    @AfterEach
    void nothingStaysOpen() {
        network.close();
        assertEquals(0, counting.open(), counting::whereOpened);
    }

    private static float[] ones(org.fitact.nn.graph.op.ParameterSpec spec) {
        float[] values = new float[spec.shape().elements()];
        java.util.Arrays.fill(values, 1);
        return values;
    }

    @Test
    void whatNoNodeReadsAnyMoreIsFreed() {
        Tensor weight = network.parameter("fc.weight").value();
        for (int i = 0; i < 3; i++) {
            network.transform(plain.withSites(site -> site.bounded(BOUND)), NetworkTest::ones);
            assertEquals(3, counting.open());
            network.transform(network.graph().withSites(site -> site.bounded(BOUND.with(Policy.SATURATE))));
            assertArrayEquals(
                    new float[] {1, 1}, network.bounds(network.sites().getFirst()), "bounds stay under another policy");
            network.transform(network.graph().withSites(Site::unbounded));
            assertEquals(2, counting.open(), counting::whereOpened);
        }
        assertSame(weight, network.parameter("fc.weight").value());
    }

    @Test
    void whatIsRefusedChangesNothing() {
        IllegalStateException expected = new IllegalStateException("no values");
        Graph bounded = plain.withSites(site -> site.bounded(BOUND));
        assertSame(
                expected,
                assertThrows(
                        IllegalStateException.class,
                        () -> network.transform(bounded, _ -> {
                            throw expected;
                        })));
        assertThrows(IllegalArgumentException.class, () -> network.transform(bounded));
        Graph wider = new GraphBuilder(Shape.of(4)).linear("fc", 2).build();
        assertEquals(
                "fc.weight is 3x2, but the new graph reads 4x2",
                assertThrows(IllegalArgumentException.class, () -> network.transform(wider, NetworkTest::ones))
                        .getMessage());
        assertSame(plain, network.graph());
        assertEquals(2, counting.open());
    }

    /** It would cut all that is negative. */
    @Test
    void anUpperBoundBehindWhatMayBeNegativeIsRefusedByItsName() {
        Graph tanh = new GraphBuilder(Shape.of(3))
                .linear("fc", 2)
                .add("tanh", new Tanh())
                .add("cut", new Bound(Policy.ZERO, Granularity.LAYER, 1))
                .build();
        assertEquals(
                "node cut (bound) stands behind tanh, which may be negative, expected a bound of two sides",
                assertThrows(IllegalArgumentException.class, () -> network.transform(tanh, NetworkTest::ones))
                        .getMessage());
    }
}
