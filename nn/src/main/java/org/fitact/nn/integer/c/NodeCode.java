package org.fitact.nn.integer.c;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.fitact.nn.integer.IntegerSteps;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Shaping;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.Draws;
import org.fitact.tensor.integer.GateTable;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;
import org.fitact.tensor.integer.ProductArithmetic;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.fitact.tensor.integer.Tally;

/** Writes the layers of nodes. */
final class NodeCode {

    private final IntegerSteps steps;
    private final Graph graph;
    private final Map<String, ParameterWords> parameters;

    NodeCode(IntegerSteps steps, Map<String, ParameterWords> parameters) {
        this.steps = steps;
        this.graph = steps.graph();
        this.parameters = parameters;
    }

    /**
     * Writes the layer of a node.
     *
     * @throws IllegalArgumentException if it is not computed in integers, or not in such formats; it names the node
     */
    void write(Node node, Layer layer) {
        try {
            dispatch(node, layer);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(node + " cannot be written in C: " + e.getMessage(), e);
        }
    }

    /** Whether a node's value has the words of what it reads, in their order. */
    static boolean movesNothing(Node node, IntegerSteps steps) {
        if (!(node.op() instanceof Reshape || node.op() instanceof Flatten)) {
            return false;
        }
        Shape x = steps.graph().shape(node.input());
        boolean inOrder = node.op() instanceof Reshape || x.extent(-1) == 1 || x.elements() == x.extent(-1);
        return inOrder && steps.type(steps.number(node.input())).equals(steps.type(steps.number(node.name())));
    }

    private void dispatch(Node node, Layer layer) {
        switch (node.op()) {
            case Conv2d conv -> convolution(node, conv, layer);
            case Linear linear -> linear(node, linear, layer);
            case Pool2d pool ->
                new PoolCode(layer, pool.geometry(graph.shape(node.input())), input(node, 0), type(node)).write();
            case Flatten _ -> {
                Shape shape = graph.shape(node.input()).withBatch(1);
                moves(node, layer).write(List.of(List.of(Shaping.channelsFirst(shape))), OptionalLong.empty());
            }
            case Reshape _ -> elements(node, layer).convert(input(node, 0).format());
            case Movement movement -> movement(node, movement, layer);
            case Add _ -> pair(node, BinaryOp.ADD, layer);
            case Binary binary -> pair(node, binary.function(), layer);
            case MatMul product -> product(node, product, layer);
            case Relu _ -> clip(node, 0, Double.POSITIVE_INFINITY, layer);
            case Clip clip -> clip(node, clip.low(), clip.high(), layer);
            case Activation activation -> table(node, activation.function(), layer);
            case Elementary elementary -> table(node, elementary.function(), layer);
            case Bound bound -> bound(node, bound, layer);
            case Stored _ -> stored(node, layer);
            case BatchNorm _, Resize _, Arithmetic _, Dropout _, FusedProduct _ ->
                throw new IllegalArgumentException(
                        "there is no integer arithmetic for " + node.op().label());
        }
    }

    private FixedType type(Node node) {
        return steps.type(steps.number(node.name()));
    }

    private FixedType input(Node node, int operand) {
        return steps.type(steps.inputs(node)[operand]);
    }

    private int count(Node node) {
        return steps.elements(steps.number(node.name()));
    }

    private ParameterWords parameter(Node node, int index) {
        return index < node.parameters().size()
                ? parameters.get(node.parameters().get(index))
                : null;
    }

    private ElementCode elements(Node node, Layer layer) {
        return new ElementCode(layer, count(node), type(node));
    }

    private MoveCode moves(Node node, Layer layer) {
        List<MoveCode.Operand> operands = Arrays.stream(steps.inputs(node))
                .mapToObj(x -> new MoveCode.Operand(steps.type(x), steps.elements(x)))
                .toList();
        return new MoveCode(layer, operands, type(node), count(node));
    }

    private ProductArithmetic products(Node node, int terms) {
        Optional<Format> bias = Optional.ofNullable(parameter(node, 1)).map(ParameterWords::format);
        return steps.products(node, parameter(node, 0).format(), bias, terms);
    }

    private void convolution(Node node, Conv2d conv, Layer layer) {
        var geometry = conv.geometry(graph.shape(node.input()));
        new ProductCode(layer, products(node, geometry.terms()))
                .convolution(geometry, parameter(node, 0), parameter(node, 1));
    }

    private void linear(Node node, Linear linear, Layer layer) {
        var geometry = linear.geometry(graph.shape(node.input()));
        new ProductCode(layer, products(node, geometry.k())).linear(geometry, parameter(node, 0), parameter(node, 1));
    }

    private void product(Node node, MatMul product, Layer layer) {
        var geometry = product.geometry(
                graph.shape(node.inputs().get(0)), graph.shape(node.inputs().get(1)));
        Format right = input(node, 1).format();
        new ProductCode(layer, steps.products(node, right, Optional.empty(), geometry.k())).matrices(geometry);
    }

    private void movement(Node node, Movement movement, Layer layer) {
        List<Shape> shapes = graph.inputShapes(node).stream()
                .map(shape -> shape.withBatch(1))
                .toList();
        OptionalLong rest = movement.hasRest()
                ? OptionalLong.of(steps.rest(movement, steps.number(node.name())))
                : OptionalLong.empty();
        moves(node, layer).write(movement.copies(shapes), rest);
    }

    private void pair(Node node, BinaryOp op, Layer layer) {
        elements(node, layer)
                .binary(
                        op,
                        input(node, 0).format(),
                        input(node, 1).format(),
                        graph.shape(node.inputs().get(0)),
                        graph.shape(node.inputs().get(1)),
                        graph.shape(node.name()));
    }

    private void clip(Node node, double low, double high, Layer layer) {
        int x = steps.inputs(node)[0];
        elements(node, layer).clip(steps.type(x).format(), steps.limit(low, x), steps.limit(high, x));
    }

    private void table(Node node, UnaryOp function, Layer layer) {
        elements(node, layer).table(input(node, 0).format(), steps.table(node, function));
    }

    private void bound(Node node, Bound bound, Layer layer) {
        boolean smooth = bound.policy() == BoundedRelu.Policy.SMOOTH;
        Optional<GateTable> gate = smooth ? Optional.of(GateTable.of(bound.kappa())) : Optional.empty();
        BoundedRelu geometry = bound.geometry(graph.shape(node.input()));
        new BoundCode(layer, geometry, input(node, 0).format(), type(node), gate)
                .write(parameter(node, 0), bound.twoSided() ? parameter(node, 1) : null);
    }

    /** What is stored does not change, so its words are converted here. */
    private void stored(Node node, Layer layer) {
        ParameterWords stored = parameter(node, 0);
        long[] words = new long[stored.words().length];
        Draws draws = new Draws(steps.arithmetic().seed(), layer.number(), words.length);
        new ReferenceIntegerOps()
                .convert(
                        words.length,
                        new Operand(stored.words(), stored.format()),
                        type(node),
                        words,
                        new NodeRun(new Tally(), draws));
        layer.comment(CNames.comment(stored.name()) + " of " + stored.format() + ", as words of the value");
        layer.constant(layer.array("words", CInteger.of(type(node).format()), words));
    }
}
