package org.fitact.nn.eager;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
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
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Resize;
import org.fitact.nn.graph.pass.DropIdentity;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Bounding;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.autograd.Normalisation;
import org.fitact.tensor.autograd.Pooling;
import org.fitact.tensor.autograd.Products;
import org.fitact.tensor.autograd.Shaping;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.random.PhiloxRandom;

/** Runs a network node by node on a tape, from which gradients come. */
public final class Forward {

    private final Network network;
    private final Graph graph;
    private final Pass pass;
    private final Tape tape;
    private final ArithmeticForward arithmetic;
    private final Map<String, Tensor> values = new HashMap<>();

    private Forward(Network network, Pass pass, int images) {
        this.network = network;
        this.graph = network.graph();
        this.pass = pass;
        this.tape = pass.tape();
        this.arithmetic = new ArithmeticForward(tape, images);
    }

    /** Logits {@code [batch, classes]} of images {@code [batch, height, width, channels]}. */
    public static Tensor of(Network network, Pass pass, Tensor images) {
        Forward forward = new Forward(network, pass, images.shape().extent(0));
        forward.values.put(Graph.IMAGES, images);
        for (Node node : forward.graph.nodes()) {
            Tensor value = forward.value(node);
            forward.values.put(node.name(), value);
            if (pass.observer() != null) {
                pass.observer().accept(node, value);
            }
        }
        return forward.values.get(forward.graph.output());
    }

    private Tensor value(Node node) {
        Tensor x = node.inputs().isEmpty() ? null : values.get(node.input());
        return switch (node.op()) {
            case Conv2d conv ->
                Products.conv2d(
                        tape,
                        x,
                        parameter(node, 0),
                        conv.bias() ? parameter(node, 1) : null,
                        conv.window(),
                        conv.groups());
            case Linear _ -> Products.linear(tape, x, parameter(node, 0), parameter(node, 1));
            case BatchNorm norm -> normalised(node, norm, x);
            case Pool2d pool ->
                Pooling.pool2d(
                        tape,
                        pool.geometry(graph.shape(node.input()))
                                .withBatch(x.shape().extent(0)),
                        x);
            case Flatten _ -> Shaping.flatten(tape, x);
            case Reshape _ ->
                Shaping.reshape(
                        tape, x, graph.shape(node.name()).withBatch(x.shape().extent(0)));
            case Movement movement -> moved(node, movement);
            case Resize resize -> Products.linear(tape, x, weights(resize, x), null);
            case Dropout dropout -> dropped(dropout, x);
            case Add _ -> arithmetic.pair(BinaryOp.ADD, inputs(node));
            case Arithmetic op -> arithmetic.value(op, inputs(node), parameters(node));
            case Activation activation ->
                DropIdentity.isAbsorbed(graph, node) ? x : Elementwise.unary(tape, activation.function(), x);
            case Bound bound -> bounded(node, bound, x);
            case FusedProduct _ -> throw new IllegalArgumentException(node + " is for plans, and has no gradient");
        };
    }

    private List<Tensor> inputs(Node node) {
        return node.inputs().stream().map(values::get).toList();
    }

    private List<Tensor> parameters(Node node) {
        return node.parameters().stream()
                .map(name -> network.parameter(name).value())
                .toList();
    }

    private Tensor weights(Resize resize, Tensor x) {
        int from = x.shape().extent(-1);
        return tape.own(Tensor.of(x.backend(), Shape.of(from, resize.to()), resize.weights(from)));
    }

    private Tensor moved(Node node, Movement movement) {
        List<Tensor> inputs = inputs(node);
        return Shaping.moved(
                tape,
                inputs,
                movement.copies(inputs.stream().map(Tensor::shape).toList()),
                graph.shape(node.name()).withBatch(inputs.getFirst().shape().extent(0)),
                movement.hasRest() ? movement.rest() : null);
    }

    private Tensor parameter(Node node, int i) {
        return network.parameter(node.parameters().get(i)).value();
    }

    private Tensor bounded(Node node, Bound bound, Tensor x) {
        BoundedRelu side =
                bound.geometry(graph.shape(node.name())).withBatch(x.shape().extent(0));
        return bound.twoSided()
                ? Bounding.interval(tape, new Interval(side), x, parameter(node, 1), parameter(node, 0))
                : Bounding.boundedRelu(tape, side, x, parameter(node, 0));
    }

    private Tensor normalised(Node node, BatchNorm norm, Tensor x) {
        Normalisation.Layer layer = new Normalisation.Layer(
                parameter(node, 0),
                parameter(node, 1),
                parameter(node, 2),
                parameter(node, 3),
                norm.epsilon(),
                BatchNorm.MOMENTUM);
        return pass.training() ? Normalisation.training(tape, x, layer) : Normalisation.inference(tape, x, layer);
    }

    private Tensor dropped(Dropout dropout, Tensor x) {
        if (!pass.training() || dropout.rate() == 0) {
            return x;
        }
        Tensor mask = Tensor.of(x.backend(), x.shape(), mask(dropout.rate(), x.elements(), pass.random()));
        return Elementwise.multiply(tape, x, tape.own(mask));
    }

    private static float[] mask(float rate, int elements, PhiloxRandom random) {
        int kept = Float.floatToRawIntBits(1 / (1 - rate));
        float[] mask = new float[elements];
        random.nextFloats(mask);
        for (int i = 0; i < elements; i++) {
            // All ones where the number is below the rate: a branch would be mispredicted every other time.
            int dropped = Float.floatToRawIntBits(mask[i] - rate) >> 31;
            mask[i] = Float.intBitsToFloat(kept & ~dropped);
        }
        return mask;
    }
}
