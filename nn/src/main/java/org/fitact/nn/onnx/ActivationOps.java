package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Arrays;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * The nodes that activations are made of. A bounded one is several nodes, in the forms that {@link OnnxExport} writes;
 * each node is taken for what it contributes, and the last one gives the activation of what the ReLU was given.
 */
final class ActivationOps {

    private final Parameters parameters;

    ActivationOps(Parameters parameters) {
        this.parameters = parameters;
    }

    Value result(Node node) throws InvalidFileException {
        node.requireKnownInputs();
        return switch (node.operator()) {
            case "Relu" -> relu(node.feature(0), node);
            case "Tanh" -> activation(node, node.feature(0), new Value.Function.Tanh());
            case "Clip" -> clip(node);
            case "Min" -> minimum(node);
            case "LessOrEqual" -> lessOrEqual(node);
            case "Greater" -> greater(node);
            case "Sub" -> new Value.Gate(rectified(node, 0), bounds(node, 1), 0, Value.Gate.Stage.ABOVE);
            case "Mul" -> multiply(node);
            case "Sigmoid" -> sigmoid(node);
            default -> where(node);
        };
    }

    /** A ReLU of a ReLU is that ReLU. */
    private static Value.Feature relu(Value.Feature x, Node node) {
        return isRectified(x) ? x : activation(node, x, new Value.Function.Relu());
    }

    private static boolean isRectified(Value value) {
        return value instanceof Value.Feature feature
                && feature.origin() instanceof Value.Origin.Activation(var _, Value.Function.Relu _, var _);
    }

    private static Value.Feature activation(Node node, Value.Feature x, Value.Function function) {
        return new Value.Feature(x.shape(), new Value.Origin.Activation(node.proto(), function, x));
    }

    private static Value.Feature bounded(
            Node node, Value.Feature r, Policy policy, float kappa, Value.Constant bounds) {
        return activation(node, r.from(), new Value.Function.Bounded(policy, kappa, bounds));
    }

    /** Between 0 and a bound for the layer, as ReLU6; without an upper one it is a ReLU. */
    private static Value clip(Node node) throws InvalidFileException {
        float low = limit(node, 1, "min", Float.NEGATIVE_INFINITY);
        if (low != 0) {
            throw node.invalid("min", Float.toString(low), "0");
        }
        float high = limit(node, 2, "max", Float.POSITIVE_INFINITY);
        if (!(high >= 0)) {
            throw node.invalid("max", Float.toString(high), "at least 0");
        }
        if (high == Float.POSITIVE_INFINITY) {
            return activation(node, node.feature(0), new Value.Function.Relu());
        }
        Value.Constant bound = new Value.Constant("", StoredTensor.of(new int[0], high));
        return activation(node, node.feature(0), new Value.Function.Bounded(Policy.SATURATE, 0, bound));
    }

    /** An input since opset 11, an attribute before. */
    private static float limit(Node node, int input, String attribute, float missing) throws InvalidFileException {
        boolean both =
                node.input(input) != null && node.attribute(attribute, AttributeProto.AttributeType.FLOAT) != null;
        if (both) {
            throw node.invalid(attribute, "both an attribute and an input", "one of them");
        }
        return node.input(input) == null ? node.real(attribute, missing) : scalar(node, input);
    }

    private Value lessOrEqual(Node node) throws InvalidFileException {
        if (node.input(0) instanceof Value.Gate gate && gate.stage() == Value.Gate.Stage.ABOVE) {
            float cut = scalar(node, 1);
            if (!(cut > 0)) {
                throw node.invalid("input 1", Float.toString(cut), "a positive distance from the bound");
            }
            return new Value.Gate(gate.r(), gate.bounds(), cut, Value.Gate.Stage.PASSES);
        }
        return new Value.WithinBounds(rectified(node, 0), bounds(node, 1));
    }

    private Value minimum(Node node) throws InvalidFileException {
        Value.Constant bounds = bounds(node, 1);
        for (float bound : bounds.tensor().floats()) {
            if (bound < 0) {
                throw node.invalid("input 1", "a bound of " + bound, "at least 0");
            }
        }
        return bounded(node, rectified(node, 0), Policy.SATURATE, 0, bounds);
    }

    private static Value greater(Node node) throws InvalidFileException {
        requireZero(node, 1);
        return new Value.Positive(rectified(node, 0));
    }

    /** {@code (r − λ)·(−κ)}, or {@code r·gate}. */
    private Value multiply(Node node) throws InvalidFileException {
        if (node.input(0) instanceof Value.Gate gate && gate.stage() == Value.Gate.Stage.ABOVE) {
            float kappa = -scalar(node, 1);
            if (!(kappa > 0)) {
                throw node.invalid("input 1", Float.toString(-kappa), "a negative steepness");
            }
            return new Value.Gate(gate.r(), gate.bounds(), kappa, Value.Gate.Stage.SCALED);
        }
        Value.Feature r = rectified(node, 0);
        if (node.input(1) instanceof Value.Gate gate && gate.stage() == Value.Gate.Stage.GATE && gate.r() == r) {
            return bounded(node, r, Policy.SMOOTH, gate.kappa(), gate.bounds());
        }
        throw unknownForm(node);
    }

    private static Value sigmoid(Node node) throws InvalidFileException {
        if (node.input(0) instanceof Value.Gate gate && gate.stage() == Value.Gate.Stage.SCALED) {
            return new Value.Gate(gate.r(), gate.bounds(), gate.kappa(), Value.Gate.Stage.GATE);
        }
        throw unknownForm(node);
    }

    private static Value where(Node node) throws InvalidFileException {
        requireZero(node, 2);
        Value.Feature y = node.feature(1);
        Value.Function function =
                y.origin() instanceof Value.Origin.Activation(var _, Value.Function found, var _) ? found : null;
        return switch (node.input(0)) {
            case Value.WithinBounds(Value.Feature r, Value.Constant bounds)
            when r == y -> bounded(node, r, Policy.ZERO, 0, bounds);
            case Value.Positive(Value.Feature r)
            when function instanceof Value.Function.Bounded(Policy policy, float _, Value.Constant bounds)
                    && policy == Policy.SATURATE
                    && r.from() == y.from() -> bounded(node, r, policy, 0, bounds);
            case Value.Gate(Value.Feature r, Value.Constant bounds, float cut, Value.Gate.Stage stage)
            when stage == Value.Gate.Stage.PASSES
                    && function instanceof Value.Function.Bounded smooth
                    && cut * smooth.kappa() > BoundExport.CUT - 0.5f
                    && smooth.policy() == Policy.SMOOTH
                    && smooth.bounds() == bounds
                    && r.from() == y.from() -> bounded(node, r, Policy.SMOOTH, smooth.kappa(), bounds);
            case null, default -> throw unknownForm(node);
        };
    }

    private static InvalidFileException unknownForm(Node node) {
        return node.invalid("operator", "not known in this place", "the activations Relu, Tanh and Clip from 0");
    }

    /** An input that is the result of a ReLU. */
    private static Value.Feature rectified(Node node, int input) throws InvalidFileException {
        if (isRectified(node.input(input))) {
            return node.feature(input);
        }
        throw unknownForm(node);
    }

    /** Bounds for a layer, its channels or its neurons. */
    private Value.Constant bounds(Node node, int input) throws InvalidFileException {
        Value.Constant bounds = node.constant(input);
        int[] found = bounds.tensor().shape();
        int[] extents = rectified(node, 0).shape().extents();
        List<int[]> shapes = extents.length == 1
                ? List.of(new int[0], new int[] {1}, extents)
                : List.of(new int[0], new int[] {1}, new int[] {extents[2], 1, 1}, new int[] {
                    extents[2], extents[0], extents[1]
                });
        if (bounds.tensor().type() != TensorType.F32 || shapes.stream().noneMatch(s -> Arrays.equals(s, found))) {
            throw node.invalid("input " + input, bounds.describe(), "bounds of a layer, channels or neurons");
        }
        for (float bound : bounds.tensor().floats()) {
            if (Float.isNaN(bound)) {
                throw node.invalid("input " + input, "a bound of NaN", "a number");
            }
        }
        if (found.length > 0) {
            parameters.bounds(node, input, bounds);
        }
        return bounds;
    }

    private static float scalar(Node node, int input) throws InvalidFileException {
        StoredTensor tensor = node.constant(input).tensor();
        if (tensor.type() != TensorType.F32 || tensor.elements() != 1) {
            throw node.invalid("input " + input, tensor.toString(), "one number");
        }
        return tensor.floats()[0];
    }

    private static void requireZero(Node node, int input) throws InvalidFileException {
        float value = scalar(node, input);
        if (value != 0) {
            throw node.invalid("input " + input, Float.toString(value), "0");
        }
    }
}
