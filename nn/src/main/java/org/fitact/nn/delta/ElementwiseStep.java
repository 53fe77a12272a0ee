package org.fitact.nn.delta;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Elementary;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** A function of each element by itself. Those that differ are gathered, and the backend computes them as it does all. */
final class ElementwiseStep extends Step {

    private final Function function;

    /** Computes the elements of a value that differ. */
    private interface Function {

        void compute(Backend backend, int n, int[] indices, Buffer x, Buffer y);
    }

    private final Backend backend;

    private ElementwiseStep(Plan plan, Node node, Value input, Value output, Function function) {
        super(plan, node, List.of(input), output);
        this.backend = plan.backend();
        this.function = function;
    }

    static ElementwiseStep of(Plan plan, Node node, Value input, Value output, UnaryOp function) {
        return new ElementwiseStep(plan, node, input, output, (on, n, _, x, y) -> on.unary(function, n, x, y));
    }

    /** @param parameters that hold the bounds */
    static ElementwiseStep of(Plan plan, Node node, Bound bound, Value input, Value output, PlanParameters parameters) {
        int channels = plan.graph().shape(node.input()).extent(-1);
        float[] upper = parameters.numbers(node.parameters().getFirst());
        float[] lower = parameters.numbers(node.parameters().getLast());
        return new ElementwiseStep(plan, node, input, output, (on, n, indices, x, y) -> {
            BoundedRelu side = new BoundedRelu(bound.policy(), BoundedRelu.Granularity.NEURON, bound.kappa(), 1, n, 1);
            try (Buffer above = gathered(on, bound, upper, channels, n, indices)) {
                if (!bound.twoSided()) {
                    on.boundedRelu(side, x, above, y);
                    return;
                }
                try (Buffer below = gathered(on, bound, lower, channels, n, indices)) {
                    on.interval(new Interval(side), x, below, above, y);
                }
            }
        });
    }

    /** The bounds of some elements. */
    private static Buffer gathered(Backend on, Bound bound, float[] bounds, int channels, int n, int[] indices) {
        float[] some = new float[n];
        for (int i = 0; i < n; i++) {
            some[i] = bounds[
                    switch (bound.granularity()) {
                        case LAYER -> 0;
                        case CHANNEL -> indices[i] % channels;
                        case NEURON -> indices[i];
                    }];
        }
        return buffer(on, some);
    }

    private static Buffer buffer(Backend on, float[] numbers) {
        Buffer buffer = on.allocate(DType.FLOAT32, numbers.length);
        on.upload(MemorySegment.ofArray(numbers), buffer, 0);
        return buffer;
    }

    @Override
    boolean isElementwise() {
        return true;
    }

    @Override
    void update() {
        int n = input().count();
        int[] indices = input().changed();
        float[] now = input().now();
        if (node().op() instanceof Relu) {
            for (int i = 0; i < n; i++) {
                output().set(indices[i], Math.max(now[indices[i]], 0f));
            }
            return;
        }
        float[] some = new float[n];
        for (int i = 0; i < n; i++) {
            some[i] = now[indices[i]];
        }
        try (Buffer x = buffer(backend, some);
                Buffer y = backend.allocate(DType.FLOAT32, n)) {
            function.compute(backend, n, indices, x, y);
            backend.download(y, 0, MemorySegment.ofArray(some));
        }
        for (int i = 0; i < n; i++) {
            output().set(indices[i], some[i]);
        }
    }

    /** The function of a node that has one of each element by itself and no parameters, else null. */
    static UnaryOp functionOf(Node node) {
        return switch (node.op()) {
            case Activation activation -> activation.function();
            case Elementary elementary -> elementary.function();
            default -> null;
        };
    }
}
