package org.fitact.nn.plan;

import java.util.List;
import java.util.function.IntFunction;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Arithmetic;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Elementary;
import org.fitact.nn.graph.op.GroupNorm;
import org.fitact.nn.graph.op.LayerNorm;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.PRelu;
import org.fitact.nn.graph.op.Reduce;
import org.fitact.nn.graph.op.Softmax;
import org.fitact.nn.graph.op.Stored;
import org.fitact.tensor.AxisReduction;
import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** Kernels of the ops of {@link Arithmetic}. */
final class ArithmeticKernels {

    private final Backend backend;
    private final Graph graph;
    private final Buffer[] values;

    /** @param values by number, as {@link KernelCompiler} has them */
    ArithmeticKernels(Backend backend, Graph graph, Buffer[] values) {
        this.backend = backend;
        this.graph = graph;
        this.values = values;
    }

    /**
     * The kernel of a node.
     *
     * @param inputs numbers of the values that it reads
     * @param parameters that it reads
     */
    Kernel kernel(Node node, Arithmetic op, int[] inputs, List<Buffer> parameters, Buffer y) {
        Shape shape = graph.shape(node.name());
        return switch (op) {
            case Binary binary -> pair(binary.function(), node, inputs, y);
            case Elementary elementary -> {
                UnaryOp function = elementary.function();
                int x = inputs[0];
                yield batch -> backend.unary(function, batch * shape.elements(), values[x], y);
            }
            case Reduce reduce -> reduction(reduce, graph.shape(node.input()), inputs[0], y);
            case MatMul product -> {
                BatchedGemm geometry = product.geometry(
                        graph.shape(node.inputs().get(0)),
                        graph.shape(node.inputs().get(1)));
                yield batch -> backend.batchedGemm(geometry.withImages(batch), values[inputs[0]], values[inputs[1]], y);
            }
            case Softmax softmax -> {
                var geometry = softmax.geometry(shape);
                yield batch -> backend.softmax(geometry.withImages(batch), values[inputs[0]], y);
            }
            case LayerNorm norm -> {
                var geometry = norm.geometry(shape).with(parameters.get(0), norm.bias() ? parameters.get(1) : null);
                yield batch -> backend.groupNorm(geometry.withImages(batch), values[inputs[0]], y);
            }
            case GroupNorm norm -> {
                var geometry = norm.geometry(shape).with(parameters.get(0), parameters.get(1));
                yield batch -> backend.groupNorm(geometry.withImages(batch), values[inputs[0]], y);
            }
            case PRelu _ -> prelu(shape, inputs[0], parameters.getFirst(), y);
            case Stored _ ->
                batch -> backend.copyStrided(
                        Broadcasting.expansion(shape, shape.withBatch(batch)), parameters.getFirst(), y);
        };
    }

    /** {@code function(a, b)}, each image with its own. */
    Kernel pair(BinaryOp function, Node node, int[] inputs, Buffer y) {
        IntFunction<Broadcasting> pairs = pairs(function, graph.inputShapes(node));
        return batch -> pairs.apply(batch).run(backend, values[inputs[0]], values[inputs[1]], y);
    }

    /** How two values of images go together, by the number of images. */
    static IntFunction<Broadcasting> pairs(BinaryOp function, List<Shape> shapes) {
        int rank = Math.max(shapes.get(0).rank(), shapes.get(1).rank());
        Shape a = shapes.get(0).ofRank(rank);
        Shape b = shapes.get(1).ofRank(rank);
        return images -> Broadcasting.of(function, a.withBatch(images), b.withBatch(images));
    }

    private Kernel reduction(Reduce reduce, Shape input, int x, Buffer y) {
        boolean[] axes = reduce.reduced(input);
        return batch -> AxisReduction.of(input.withBatch(batch), axes).run(backend, reduce.function(), values[x], y);
    }

    /** {@code max(0, x) + slope·min(x, 0)}. */
    private Kernel prelu(Shape shape, int x, Buffer slope, Buffer y) {
        int channels = shape.extent(-1);
        UnaryOp negative = new UnaryOp.Clip(Float.NEGATIVE_INFINITY, 0);
        return batch -> {
            int n = batch * shape.elements();
            try (Buffer below = backend.allocate(DType.FLOAT32, n)) {
                backend.unary(negative, n, values[x], below);
                backend.binary(BinaryOp.MULTIPLY, Broadcast.rows(n / channels, channels), below, slope, below);
                backend.unary(new UnaryOp.Relu(), n, values[x], y);
                backend.axpy(n, 1, below, y);
            }
        };
    }
}
