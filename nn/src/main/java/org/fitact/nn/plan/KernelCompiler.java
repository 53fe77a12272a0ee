package org.fitact.nn.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Arithmetic;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Dropout;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Resize;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Shaping;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BufferGroup;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.Weights;

/**
 * Turns the steps of a plan into kernels. All names are looked up here, once; a kernel reads and writes places of an array
 * of buffers, of which only the images' changes from run to run.
 */
final class KernelCompiler {

    private final Backend backend;
    private final Steps steps;
    private final Graph graph;
    private final Map<String, Buffer> parameters;
    private final Map<String, Weights> weights;
    private final Buffer[] values;
    private final boolean sumsApart;
    private final LayoutKernels layout;
    private final ArithmeticKernels arithmetic;

    /**
     * @param memory that owns what kernels keep
     * @param parameters by name
     * @param weights of the products by the names of their nodes, packed where the backend does so
     * @param values by number
     * @param sumsApart whether products leave their biases to {@link #behindSums}
     */
    KernelCompiler(
            Backend backend,
            BufferGroup memory,
            Steps steps,
            Map<String, Buffer> parameters,
            Map<String, Weights> weights,
            Buffer[] values,
            boolean sumsApart) {
        this.backend = backend;
        this.sumsApart = sumsApart;
        this.steps = steps;
        this.graph = steps.graph();
        this.parameters = parameters;
        this.weights = weights;
        this.values = values;
        this.layout = new LayoutKernels(backend, memory, values);
        this.arithmetic = new ArithmeticKernels(backend, graph, values);
    }

    Kernel kernel(int step) {
        Node node = steps.node(step);
        if (node.op() instanceof Arithmetic op) {
            List<Buffer> read = node.parameters().stream().map(parameters::get).toList();
            return arithmetic.kernel(node, op, steps.inputs(step), read, values[step + 1]);
        }
        int x = steps.inputs(step)[0];
        Buffer y = values[step + 1];
        Shape shape = graph.shape(node.input());
        int elements = shape.elements();
        return switch (node.op()) {
            case FusedProduct fused -> product(node, fused, steps.inputs(step), y);
            case BatchNorm norm -> batchNorm(node, norm, x, y);
            case Pool2d pool -> {
                org.fitact.tensor.backend.op.Pool2d geometry = pool.geometry(shape);
                yield batch -> backend.pool(geometry.withBatch(batch), values[x], y);
            }
            case Flatten _ -> batch -> backend.copyStrided(Shaping.channelsFirst(shape.withBatch(batch)), values[x], y);
            case Resize resize -> layout.resizes(resize, shape, x, y);
            case Movement movement -> layout.moves(movement, graph.inputShapes(node), steps.inputs(step), y);
            case Add _ -> arithmetic.pair(BinaryOp.ADD, node, steps.inputs(step), y);
            case org.fitact.nn.graph.op.Activation activation -> {
                UnaryOp function = activation.function();
                yield batch -> backend.unary(function, batch * elements, values[x], y);
            }
            case Bound bound -> {
                Buffer upper = parameters.get(node.parameters().getFirst());
                Buffer lower = parameters.get(node.parameters().getLast());
                if (bound.twoSided()) {
                    Interval interval = bound.interval(shape);
                    yield batch -> backend.interval(interval.withBatch(batch), values[x], lower, upper, y);
                }
                BoundedRelu geometry = bound.geometry(shape);
                yield batch -> backend.boundedRelu(geometry.withBatch(batch), values[x], upper, y);
            }
            case Dropout _, Reshape _, Conv2d _, Linear _, Arithmetic _ ->
                throw new IllegalStateException(node + " was to be passed away");
        };
    }

    private Kernel product(Node node, FusedProduct fused, int[] inputs, Buffer y) {
        int x = inputs[0];
        Shape input = graph.shape(node.input());
        Weights w = weights.get(node.name());
        IntFunction<Epilogue> epilogues = epilogues(node, fused, inputs);
        return switch (fused.product()) {
            case Linear linear -> {
                Gemm geometry = linear.geometry(input);
                yield batch -> backend.gemm(geometry.withRows(batch), values[x], w, y, epilogues.apply(batch));
            }
            case Conv2d conv -> {
                org.fitact.tensor.backend.op.Conv2d geometry = conv.geometry(input);
                if (fused.pool() == null) {
                    yield batch -> backend.conv2d(geometry.withBatch(batch), values[x], w, y, epilogues.apply(batch));
                }
                org.fitact.tensor.backend.op.Pool2d pool =
                        fused.pool().geometry(fused.productShape(graph.inputShapes(node)));
                yield batch -> backend.conv2dPool(
                        geometry.withBatch(batch), pool.withBatch(batch), values[x], w, y, epilogues.apply(batch));
            }
        };
    }

    /** What is done to the sums of a step's product, where these are apart; empty for a step without such. */
    Optional<Kernel> behindSums(int step) {
        Node node = steps.node(step);
        if (!sumsApart || !(node.op() instanceof FusedProduct fused)) {
            return Optional.empty();
        }
        if (!fused.product().bias()) {
            return Optional.of(_ -> {});
        }
        Buffer sums = values[step + 1];
        Buffer bias = parameters.get(node.parameters().get(1));
        Shape shape = graph.shape(node.name());
        int channels = shape.extent(-1);
        int rows = shape.elements() / channels;
        return Optional.of(
                batch -> backend.binary(BinaryOp.ADD, Broadcast.rows(batch * rows, channels), sums, bias, sums));
    }

    /** What stands behind a product, for a batch. */
    private IntFunction<Epilogue> epilogues(Node node, FusedProduct fused, int[] inputs) {
        if (sumsApart) {
            return _ -> Epilogue.NONE;
        }
        Product product = fused.product();
        Buffer bias = product.bias() ? parameters.get(node.parameters().get(1)) : null;
        int residual = fused.residual() ? inputs[1] : -1;
        IntFunction<Activation> activation = activation(node, fused);
        return batch -> new Epilogue(bias, residual < 0 ? null : values[residual], activation.apply(batch));
    }

    /** What an epilogue ends with, for a batch. */
    private IntFunction<Activation> activation(Node node, FusedProduct fused) {
        return switch (fused.activation()) {
            case null -> _ -> new Activation.Identity();
            case org.fitact.nn.graph.op.Activation activation -> {
                Activation function = new Activation.Unary(activation.function());
                yield _ -> function;
            }
            case Bound bound -> {
                BoundedRelu geometry = bound.geometry(fused.productShape(graph.inputShapes(node)));
                Buffer bounds = parameters.get(node.parameters().getLast());
                yield batch -> new Activation.Bounded(geometry.withBatch(batch), bounds);
            }
            case Op other -> throw new IllegalStateException("no epilogue computes " + other);
        };
    }

    private Kernel batchNorm(Node node, BatchNorm norm, int x, Buffer y) {
        Shape shape = graph.shape(node.name());
        int channels = shape.extent(-1);
        int rows = shape.elements() / channels;
        List<Buffer> vectors = node.parameters().stream().map(parameters::get).toList();
        return batch -> backend.batchNormInference(
                new org.fitact.tensor.backend.op.BatchNorm(
                        batch * rows,
                        channels,
                        norm.epsilon(),
                        0,
                        vectors.get(0),
                        vectors.get(1),
                        vectors.get(2),
                        vectors.get(3)),
                values[x],
                y);
    }
}
