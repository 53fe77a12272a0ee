package org.fitact.nn.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Sigmoid;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Operand.BoundPart.Stage;
import org.fitact.nn.onnx.read.Parameters;
import org.fitact.nn.onnx.write.BoundExport;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * The nodes that bounded activations are made of, in the forms that {@link org.fitact.nn.onnx.OnnxExport} writes: each is taken for what it
 * contributes, and the last one gives the activation of what the ReLU was given. Some of their operators are also functions
 * on their own.
 */
final class ActivationOps {

    /** How names of upper bounds end, and of lower ones. */
    static final String UPPER = ".bounds";

    static final String LOWER = ".lower";

    private final GraphAssembly assembly;
    private final FunctionOps functions;
    private final Parameters parameters;

    ActivationOps(GraphAssembly assembly, FunctionOps functions, Parameters parameters) {
        this.assembly = assembly;
        this.functions = functions;
        this.parameters = parameters;
    }

    /** What an activation was given. */
    private Operand.Feature input(Operand.Feature activation) {
        return assembly.producer(activation).orElseThrow().input();
    }

    /** A bounded activation of what the ReLU of r was given. */
    private Operand.Feature bounded(OnnxNode node, Operand.Feature r, Policy policy, float kappa, StoredTensor bounds) {
        return assembly.bounded(node.proto(), input(r), policy, kappa, bounds);
    }

    /**
     * From 0 on without an upper limit it is a ReLU, and with one that is called {@code ….bounds} a ReLU with this bound for the
     * layer, as export writes it; another number, such as 6, belongs to the function and is in no memory.
     */
    Operand clip(OnnxNode node) throws InvalidFileException {
        float low = limit(node, 1, "min", Float.NEGATIVE_INFINITY);
        float high = limit(node, 2, "max", Float.POSITIVE_INFINITY);
        if (low == 0 && !(high >= 0)) {
            throw node.invalid("max", Float.toString(high), "at least 0");
        }
        if (!(low <= high)) {
            throw node.invalid("min and max", low + " and " + high, "numbers, the lower one first");
        }
        if (low == 0 && high == Float.POSITIVE_INFINITY) {
            return assembly.plain(node.proto(), new Relu(), node.feature(0));
        }
        if (low != 0 || !isBound(node.input(2))) {
            return assembly.plain(node.proto(), new Clip(low, high), node.feature(0));
        }
        StoredTensor bound = StoredTensor.of(new int[0], high);
        return assembly.bounded(node.proto(), node.feature(0), Policy.SATURATE, 0, bound);
    }

    private static boolean isBound(Operand limit) {
        return limit instanceof Operand.Constant constant && constant.name().endsWith(UPPER);
    }

    /** An input since opset 11, an attribute before. */
    private static float limit(OnnxNode node, int input, String attribute, float missing) throws InvalidFileException {
        boolean both =
                node.input(input) != null && node.attribute(attribute, AttributeProto.AttributeType.FLOAT) != null;
        if (both) {
            throw node.invalid(attribute, "both an attribute and an input", "one of them");
        }
        return node.input(input) == null ? node.real(attribute, missing) : scalar(node, input);
    }

    Operand lessOrEqual(OnnxNode node) throws InvalidFileException {
        if (!isPart(node.input(0), Stage.ABOVE)) {
            return new Operand.BoundPart(Stage.WITHIN, rectified(node, 0), bounds(node, 1));
        }
        float cut = scalar(node, 1);
        if (!(cut > 0)) {
            throw node.invalid("input 1", Float.toString(cut), "a positive distance from the bound");
        }
        return part(node, 0, Stage.ABOVE).then(Stage.PASSES, cut);
    }

    Operand minimum(OnnxNode node) throws InvalidFileException {
        return bounded(node, rectified(node, 0), Policy.SATURATE, 0, bounds(node, 1));
    }

    Operand greater(OnnxNode node) throws InvalidFileException {
        requireZero(node, 1);
        return new Operand.BoundPart(Stage.POSITIVE, rectified(node, 0), null);
    }

    /** {@code r − λ}. */
    Operand subtract(OnnxNode node) throws InvalidFileException {
        return new Operand.BoundPart(Stage.ABOVE, rectified(node, 0), bounds(node, 1));
    }

    /** {@code (r − λ)·(−κ)}, or {@code r·gate}; nothing if a product is neither. */
    Optional<Operand> multiply(OnnxNode node) throws InvalidFileException {
        if (isPart(node.input(0), Stage.ABOVE)) {
            float kappa = -scalar(node, 1);
            if (!(kappa > 0)) {
                throw node.invalid("input 1", Float.toString(-kappa), "a negative steepness");
            }
            return Optional.of(part(node, 0, Stage.ABOVE).then(Stage.SCALED, kappa));
        }
        if (!isPart(node.input(1), Stage.GATE)) {
            return functions.gated(node);
        }
        Operand.Feature r = rectified(node, 0);
        Operand.BoundPart gate = part(node, 1, Stage.GATE);
        if (!gate.r().equals(r)) {
            throw FunctionOps.unknownForm(node);
        }
        return Optional.of(bounded(node, r, Policy.SMOOTH, gate.number(), gate.bounds()));
    }

    /** Whether a difference is one of a ReLU and of what export calls its bounds. */
    boolean takesDifference(OnnxNode node) {
        return functions.isRectified(node.input(0))
                && node.input(1) instanceof Operand.Constant constant
                && constant.name().endsWith(".bounds");
    }

    /** Whether a minimum is one of a ReLU and of numbers that bound it. */
    boolean takesMinimum(OnnxNode node) {
        if (!functions.isRectified(node.input(0))
                || !(node.input(1) instanceof Operand.Constant constant)
                || node.proto().getInputCount() != 2) {
            return false;
        }
        boolean positive = constant.tensor().type() == TensorType.F32;
        for (int i = 0; positive && i < constant.tensor().elements(); i++) {
            positive = constant.tensor().floats()[i] >= 0;
        }
        return positive;
    }

    Operand sigmoid(OnnxNode node) throws InvalidFileException {
        if (node.input(0) instanceof Operand.Feature feature) {
            return assembly.plain(node.proto(), new Sigmoid(), feature);
        }
        Operand.BoundPart scaled = part(node, 0, Stage.SCALED);
        return scaled.then(Stage.GATE, scaled.number());
    }

    /** Of r within its bounds, or of another bounded activation of the same value. */
    Operand where(OnnxNode node) throws InvalidFileException {
        requireZero(node, 2);
        Operand.Feature y = node.feature(1);
        if (!(node.input(0) instanceof Operand.BoundPart condition)) {
            throw FunctionOps.unknownForm(node);
        }
        Operand.Feature r = condition.r();
        if (condition.stage() == Stage.WITHIN && r.equals(y)) {
            return bounded(node, r, Policy.ZERO, 0, condition.bounds());
        }
        GraphAssembly.Draft made = assembly.producer(y).orElse(null);
        if (made != null
                && made.op() instanceof Bound bound
                && cuts(condition, bound, made.firstParameter())
                && bounded(made).equals(input(r))) {
            return bounded(node, r, bound.policy(), bound.kappa(), made.firstParameter());
        }
        throw FunctionOps.unknownForm(node);
    }

    /** What a bound is of, before the ReLU that it may have. */
    private Operand.Feature bounded(GraphAssembly.Draft bound) {
        return functions.isRectified(bound.input()) ? input(bound.input()) : bound.input();
    }

    /** Whether a condition only takes NaN and ∞ from a bounded activation. */
    private static boolean cuts(Operand.BoundPart condition, Bound bound, StoredTensor bounds) {
        return switch (bound.policy()) {
            case ZERO -> false;
            case SATURATE -> condition.stage() == Stage.POSITIVE;
            case SMOOTH ->
                condition.stage() == Stage.PASSES
                        && condition.number() * bound.kappa() > BoundExport.CUT - 0.5f
                        && condition.bounds() == bounds;
        };
    }

    private static boolean isPart(Operand value, Stage stage) {
        return value instanceof Operand.BoundPart part && part.stage() == stage;
    }

    /** An input that is a part of a bounded activation. */
    private static Operand.BoundPart part(OnnxNode node, int input, Stage stage) throws InvalidFileException {
        if (isPart(node.input(input), stage)) {
            return (Operand.BoundPart) node.input(input);
        }
        throw FunctionOps.unknownForm(node);
    }

    boolean isRectified(Operand value) {
        return functions.isRectified(value);
    }

    /** An input that is the result of a ReLU. */
    private Operand.Feature rectified(OnnxNode node, int input) throws InvalidFileException {
        if (functions.isRectified(node.input(input))) {
            return node.feature(input);
        }
        throw FunctionOps.unknownForm(node);
    }

    private StoredTensor bounds(OnnxNode node, int input) throws InvalidFileException {
        return bounds(node, input, rectified(node, 0));
    }

    /** Bounds for a layer, its channels or its neurons. @param x that they are of */
    StoredTensor bounds(OnnxNode node, int input, Operand.Feature x) throws InvalidFileException {
        Operand.Constant bounds = node.constant(input);
        int[] found = bounds.tensor().shape();
        int[] extents = x.shape().extents();
        int channels = extents[extents.length - 1];
        List<int[]> shapes = extents.length == 3
                ? List.of(new int[0], new int[] {1}, new int[] {channels, 1, 1}, new int[] {
                    channels, extents[0], extents[1]
                })
                : List.of(new int[0], new int[] {1}, new int[] {channels}, extents);
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
        return bounds.tensor();
    }

    static float scalar(OnnxNode node, int input) throws InvalidFileException {
        StoredTensor tensor = node.constant(input).tensor();
        if (tensor.type() != TensorType.F32 || tensor.elements() != 1) {
            throw node.invalid("input " + input, tensor.toString(), "one number");
        }
        return tensor.floats()[0];
    }

    static void requireZero(OnnxNode node, int input) throws InvalidFileException {
        float value = scalar(node, input);
        if (value != 0) {
            throw node.invalid("input " + input, Float.toString(value), "0");
        }
    }
}
