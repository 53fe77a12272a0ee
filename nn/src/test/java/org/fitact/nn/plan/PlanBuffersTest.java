package org.fitact.nn.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.pass.DropIdentity;
import org.fitact.nn.graph.pass.FoldBatchNorm;
import org.fitact.nn.graph.pass.FuseProduct;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.graph.pass.GraphPass;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.graph.pass.Schedule;
import org.fitact.nn.model.Models;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.BufferGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanBuffersTest {

    private static final Shape IMAGE = Shape.of(16, 16, 1);

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    @ParameterizedTest
    @CsvSource({
        "lenet5, true",
        "vgg-small, true",
        "vgg-small, false",
        "resnet20, true",
        "resnet20, false",
        "resnet50, true"
    })
    void noStepWritesWhatALaterStepReads(String model, boolean fold) {
        Steps steps = steps(model, fold);
        long threeLargest = IntStream.range(0, steps.count())
                        .mapToObj(steps::outputElements)
                        .sorted(Comparator.reverseOrder())
                        .limit(3)
                        .mapToLong(Integer::longValue)
                        .sum()
                * 2
                * Float.BYTES;
        try (BufferGroup memory = new BufferGroup(backend)) {
            PlanBuffers buffers = new PlanBuffers(memory, steps, 2);
            for (int s = 0; s < steps.count(); s++) {
                int output = s + 1;
                assertTrue(buffers.of(output).length() >= 2 * steps.outputElements(s));
                for (int earlier : readFromOn(steps, s)) {
                    if (earlier > 0 && earlier < output && !mayReplace(steps, s, earlier)) {
                        assertNotSame(buffers.of(earlier), buffers.of(output), "values " + earlier + ", " + output);
                    }
                }
            }
            assertTrue(buffers.bytes() <= threeLargest, buffers.bytes() + " bytes, expected " + threeLargest);
        }
    }

    /** Whether a step goes through its first operand element by element, and no other reads that from here on. */
    private static boolean mayReplace(Steps steps, int step, int value) {
        Op op = steps.node(step).op();
        boolean elementwise = op instanceof Activation || op instanceof Bound || op instanceof Add;
        return elementwise
                && steps.inputs(step)[0] == value
                && readFromOn(steps, step).indexOf(value) == 0
                && readFromOn(steps, step).lastIndexOf(value) == 0;
    }

    /** The values that step {@code first} or one after it reads. */
    private static List<Integer> readFromOn(Steps steps, int first) {
        List<Integer> read = new ArrayList<>();
        for (int s = first; s < steps.count(); s++) {
            IntStream.of(steps.inputs(s)).forEach(read::add);
        }
        return read;
    }

    @Test
    void aPoolingGoesIntoTheConvolutionBeforeIt() {
        List<String> pools = names(steps("vgg-small", false), Pool2d.class::isInstance);
        Steps fused = steps("vgg-small", true);
        List<String> taken = names(fused, op -> op instanceof FusedProduct conv && conv.pool() != null);
        // The mean of each map at the end has a pooling before it, which a convolution has taken.
        assertEquals(List.of("pool1", "pool2", "pool3", "pool4"), pools);
        assertEquals(pools.subList(0, 3), taken);
        assertEquals(pools.subList(3, 4), names(fused, Pool2d.class::isInstance));
    }

    private static List<String> names(Steps steps, Predicate<Op> which) {
        return steps.graph().nodes().stream()
                .filter(node -> which.test(node.op()))
                .map(Node::name)
                .toList();
    }

    private static Steps steps(String model, boolean fold) {
        Graph graph = Models.graph(new Architecture(model, IMAGE, 10));
        Map<String, float[]> values = new HashMap<>();
        graph.parameters()
                .forEach(spec -> values.put(spec.name(), new float[spec.shape().elements()]));
        FuseProduct fuse = new FuseProduct((_, _) -> fold, Fusion.ALL);
        List<GraphPass> passes = fold
                ? List.of(new DropIdentity(), new FoldBatchNorm(), fuse, new Schedule())
                : List.of(new DropIdentity(), fuse, new Schedule());
        return new Steps(new Program(graph, values).through(passes).graph());
    }
}
