package org.fitact.nn.integer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Arithmetic;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Dropout;
import org.fitact.nn.graph.op.Elementary;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Resize;
import org.fitact.nn.graph.op.Stored;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Shaping;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.FunctionTable;
import org.fitact.tensor.integer.GateTable;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.LayerWords;
import org.fitact.tensor.integer.Operand;
import org.fitact.tensor.integer.ProductArithmetic;
import org.fitact.tensor.integer.WordBounds;

/** Turns the nodes of a graph into kernels on words. All names, formats and tables are looked up here, once. */
final class IntegerCompiler {

    private final IntegerOps ops;
    private final IntegerSteps steps;
    private final Graph graph;
    private final Map<String, ParameterWords> parameters;
    private final WordLayouts layouts;
    private final Map<String, List<LayerWords>> layers = new HashMap<>();

    IntegerCompiler(IntegerOps ops, IntegerSteps steps, Map<String, ParameterWords> parameters) {
        this.ops = ops;
        this.steps = steps;
        this.graph = steps.graph();
        this.parameters = parameters;
        this.layouts = new WordLayouts(ops, steps);
    }

    /** The layers that read weights, by the name of the parameter: they are to be told what changes. */
    Map<String, List<LayerWords>> layers() {
        return layers;
    }

    /**
     * The kernel that makes a value.
     *
     * @throws IllegalArgumentException if the node is not computed in integers, or not in such formats; it names the node
     */
    IntegerKernel kernel(int y) {
        Node node = steps.node(y);
        try {
            return kernel(node, y);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(node + " cannot be computed in integers: " + e.getMessage(), e);
        }
    }

    private IntegerKernel kernel(Node node, int y) {
        return switch (node.op()) {
            case Conv2d conv -> convolution(node, conv, y);
            case Linear linear -> linear(node, linear, y);
            case Pool2d pool -> {
                org.fitact.tensor.backend.op.Pool2d geometry = pool.geometry(graph.shape(node.input()));
                int x = steps.inputs(node)[0];
                yield (images, values, run) ->
                        ops.pool(geometry.withBatch(images), operand(x, values), steps.type(y), values[y], run);
            }
            case Flatten _ -> {
                Shape shape = graph.shape(node.input());
                yield layouts.moved(
                        node, y, images -> List.of(List.of(Shaping.channelsFirst(shape.withBatch(images)))));
            }
            case Reshape _ -> convert(node, y);
            case Movement movement -> layouts.movement(node, movement, y);
            case Add _ -> layouts.pair(BinaryOp.ADD, node, y);
            case Binary binary -> layouts.pair(binary.function(), node, y);
            case MatMul product -> product(node, product, y);
            case Relu _ -> clip(node, 0, Double.POSITIVE_INFINITY, y);
            case Clip clip -> clip(node, clip.low(), clip.high(), y);
            case Activation activation -> table(node, activation.function(), y);
            case Elementary elementary -> table(node, elementary.function(), y);
            case Bound bound -> bound(node, bound, y);
            case Stored _ -> stored(node, y);
            case BatchNorm _ ->
                throw new IllegalArgumentException(
                        "batch norm stands by itself, expected it folded into a convolution");
            case Resize _, Arithmetic _ ->
                throw new IllegalArgumentException(
                        "there is no integer arithmetic for " + node.op().label());
            case Dropout _, FusedProduct _ -> throw new IllegalStateException(node + " was to be passed away");
        };
    }

    private Operand operand(int value, long[][] values) {
        return new Operand(values[value], steps.type(value).format());
    }

    private ParameterWords parameter(Node node, int index) {
        return parameters.get(node.parameters().get(index));
    }

    private ProductArithmetic arithmetic(Node node, boolean biased, int terms) {
        Optional<Format> bias = biased ? Optional.of(parameter(node, 1).format()) : Optional.empty();
        return steps.products(node, parameter(node, 0).format(), bias, terms);
    }

    private LayerWords layer(Node node, boolean biased) {
        ParameterWords weight = parameter(node, 0);
        int channels = graph.shape(node.name()).extent(-1);
        LayerWords layer =
                new LayerWords(weight.words(), biased ? parameter(node, 1).words() : null, channels);
        layers.computeIfAbsent(weight.name(), _ -> new ArrayList<>()).add(layer);
        return layer;
    }

    private IntegerKernel convolution(Node node, Conv2d conv, int y) {
        org.fitact.tensor.backend.op.Conv2d geometry = conv.geometry(graph.shape(node.input()));
        ProductArithmetic arithmetic = arithmetic(node, conv.bias(), geometry.terms());
        LayerWords layer = layer(node, conv.bias());
        int x = steps.inputs(node)[0];
        return new ProductKernel(
                ops,
                arithmetic,
                steps.elements(y),
                y,
                (images, by, values, target, run) ->
                        ops.conv2d(geometry.withBatch(images), by, values[x], layer, target, run));
    }

    private IntegerKernel linear(Node node, Linear linear, int y) {
        var geometry = linear.geometry(graph.shape(node.input()));
        ProductArithmetic arithmetic = arithmetic(node, true, geometry.k());
        LayerWords layer = layer(node, true);
        int x = steps.inputs(node)[0];
        return new ProductKernel(
                ops,
                arithmetic,
                steps.elements(y),
                y,
                (images, by, values, target, run) -> ops.linear(
                        geometry.m() * images, geometry.n(), geometry.k(), by, values[x], layer, target, run));
    }

    private IntegerKernel product(Node node, MatMul product, int y) {
        int[] inputs = steps.inputs(node);
        var geometry = product.geometry(
                graph.shape(node.inputs().get(0)), graph.shape(node.inputs().get(1)));
        ProductArithmetic arithmetic =
                steps.products(node, steps.type(inputs[1]).format(), Optional.empty(), geometry.k());
        return (images, values, run) -> ops.batchedGemm(
                geometry.withImages(images), arithmetic, values[inputs[0]], values[inputs[1]], values[y], run);
    }

    private IntegerKernel convert(Node node, int y) {
        int x = steps.inputs(node)[0];
        return (images, values, run) ->
                ops.convert(images * steps.elements(y), operand(x, values), steps.type(y), values[y], run);
    }

    /** The limits are the nearest words of x. */
    private IntegerKernel clip(Node node, double low, double high, int y) {
        int x = steps.inputs(node)[0];
        long least = steps.limit(low, x);
        long greatest = steps.limit(high, x);
        return (images, values, run) -> ops.clip(
                images * steps.elements(y), operand(x, values), least, greatest, steps.type(y), values[y], run);
    }

    private IntegerKernel table(Node node, UnaryOp function, int y) {
        int x = steps.inputs(node)[0];
        FunctionTable table = steps.table(node, function);
        return (images, values, run) ->
                ops.table(images * steps.elements(y), operand(x, values), table, values[y], run);
    }

    private IntegerKernel bound(Node node, Bound bound, int y) {
        BoundedRelu geometry = bound.geometry(graph.shape(node.input()));
        Optional<Operand> lower =
                bound.twoSided() ? Optional.of(parameter(node, 1).operand()) : Optional.empty();
        boolean smooth = bound.policy() == BoundedRelu.Policy.SMOOTH;
        Optional<GateTable> gate = smooth ? Optional.of(GateTable.of(bound.kappa())) : Optional.empty();
        WordBounds bounds = new WordBounds(parameter(node, 0).operand(), lower, gate);
        int x = steps.inputs(node)[0];
        return (images, values, run) ->
                ops.bound(geometry.withBatch(images), operand(x, values), bounds, steps.type(y), values[y], run);
    }

    private IntegerKernel stored(Node node, int y) {
        Operand words = parameter(node, 0).operand();
        int n = steps.elements(y);
        return (images, values, run) -> {
            ops.convert(n, words, steps.type(y), values[y], run);
            for (int image = 1; image < images; image++) {
                System.arraycopy(values[y], 0, values[y], image * n, n);
            }
        };
    }
}
