package org.fitact.nn.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Affine;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Power;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Stored;
import org.fitact.nn.graph.op.Unary;
import org.fitact.nn.graph.op.Unary.Function;
import org.fitact.nn.onnx.read.Alignment;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.Numbers;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Parameters;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BinaryOp;

/**
 * Functions of one value and of two, element by element. A constant of one number is a number of a formula and becomes a part of
 * the op; one of several is a {@link Stored} parameter.
 */
final class ElementwiseOps {

    private final GraphAssembly assembly;
    private final Parameters parameters;
    private final Formulas formulas;

    ElementwiseOps(GraphAssembly assembly, Parameters parameters) {
        this.assembly = assembly;
        this.parameters = parameters;
        this.formulas = new Formulas(assembly);
    }

    /** An elementary function of the one input. */
    Operand unary(OnnxNode node, Function function) throws InvalidFileException {
        return assembly.plain(node.proto(), new Unary(function), node.feature(0));
    }

    Operand negative(OnnxNode node) throws InvalidFileException {
        return affine(node, node.feature(0), -1, 0);
    }

    /** {@code function(a, b)}, or a formula that ends with it. */
    Operand pair(OnnxNode node, BinaryOp function) throws InvalidFileException {
        return formulas.endingWith(node, function, of(node, 0), of(node, 1)).orElse(null) instanceof Operand whole
                ? whole
                : combined(node, function, 0, 1);
    }

    /** Several values, folded from the first to the last. */
    Operand.Feature folded(OnnxNode node, BinaryOp function) throws InvalidFileException {
        Operand result = node.input(0);
        for (int i = 1; i < node.proto().getInputCount(); i++) {
            result = combined(node, function, result, i - 1, node.input(i), i);
        }
        if (result instanceof Operand.Feature feature) {
            return feature;
        }
        throw node.invalid("inputs", "constants alone", "a value that comes from the images");
    }

    Operand mean(OnnxNode node) throws InvalidFileException {
        Operand.Feature sum = folded(node, BinaryOp.ADD);
        int count = node.proto().getInputCount();
        return count == 1 ? sum : affine(node, sum, 1f / count, 0);
    }

    private static Operand of(OnnxNode node, int input) throws InvalidFileException {
        Operand operand = node.input(input);
        return operand instanceof Operand.Constant ? operand : node.feature(input);
    }

    private Operand.Feature combined(OnnxNode node, BinaryOp function, int first, int second)
            throws InvalidFileException {
        return combined(node, function, of(node, first), first, of(node, second), second);
    }

    /** @param first which input {@code a} is, for messages and names; {@code second} likewise */
    private Operand.Feature combined(OnnxNode node, BinaryOp function, Operand a, int first, Operand b, int second)
            throws InvalidFileException {
        if (a instanceof Operand.Feature x && b instanceof Operand.Constant constant) {
            return isNumber(constant)
                    ? withNumber(node, function, x, number(node, second, constant))
                    : withTensor(node, function, x, second, true);
        }
        if (a instanceof Operand.Constant constant && b instanceof Operand.Feature x) {
            return isNumber(constant)
                    ? ofNumber(node, function, number(node, first, constant), x)
                    : withTensor(node, function, x, first, false);
        }
        if (a instanceof Operand.Feature x && b instanceof Operand.Feature y) {
            return ofTwo(node, function, x, y);
        }
        throw node.invalid("inputs", "constants alone", "a value that comes from the images");
    }

    private static Op op(BinaryOp function) {
        return function == BinaryOp.ADD ? new Add() : new Binary(function);
    }

    private Operand.Feature ofTwo(OnnxNode node, BinaryOp function, Operand.Feature x, Operand.Feature y)
            throws InvalidFileException {
        Alignment both = Alignment.of(assembly.views(), node, List.of(x, y), -1);
        return assembly.plain(
                node.proto(),
                op(function),
                both.layout(),
                both.values().getFirst(),
                both.values().getLast());
    }

    static boolean isNumber(Operand.Constant constant) {
        return constant.tensor().elements() == 1
                && Arrays.stream(constant.shape()).allMatch(extent -> extent == 1);
    }

    private static float number(OnnxNode node, int input, Operand.Constant constant) throws InvalidFileException {
        float number = floats(node, input, constant).tensor().floats()[0];
        if (!Float.isFinite(number)) {
            throw node.invalid("input " + input, constant.describe() + " of " + number, "a finite number");
        }
        return number;
    }

    /** A constant as numbers of float32: exponents may be whole numbers. */
    private static Operand.Constant floats(OnnxNode node, int input, Operand.Constant constant)
            throws InvalidFileException {
        return switch (constant.tensor().type()) {
            case F32 -> constant;
            case I64 -> {
                Numbers numbers = node.numbers(input);
                float[] values = new float[numbers.length()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = numbers.whole(i);
                }
                yield new Operand.Constant(constant.name(), StoredTensor.of(constant.shape(), values));
            }
            default -> throw node.invalid("input " + input, constant.describe(), "numbers");
        };
    }

    /** {@code function(x, c)}. */
    private Operand.Feature withNumber(OnnxNode node, BinaryOp function, Operand.Feature x, float c) {
        return switch (function) {
            case ADD -> affine(node, x, 1, c);
            case SUBTRACT -> affine(node, x, 1, -c);
            case MULTIPLY -> affine(node, x, c, 0);
            case DIVIDE -> affine(node, x, 1 / c, 0);
            case MAXIMUM -> assembly.plain(node.proto(), c == 0 ? new Relu() : above(c), x);
            case MINIMUM -> assembly.plain(node.proto(), new Clip(Float.NEGATIVE_INFINITY, c), x);
            case POWER -> power(node, x, c);
        };
    }

    private static Clip above(float low) {
        return new Clip(low, Float.POSITIVE_INFINITY);
    }

    /** {@code function(c, x)}. */
    private Operand.Feature ofNumber(OnnxNode node, BinaryOp function, float c, Operand.Feature x) {
        return switch (function) {
            case ADD, MULTIPLY, MAXIMUM, MINIMUM -> withNumber(node, function, x, c);
            case SUBTRACT -> affine(node, x, -1, c);
            case DIVIDE -> affine(node, assembly.plain(node.proto(), new Unary(Function.RECIPROCAL), x), c, 0);
            case POWER ->
                assembly.plain(node.proto(), new Unary(Function.EXP), affine(node, x, (float) Math.log(c), 0));
        };
    }

    private Operand.Feature power(OnnxNode node, Operand.Feature x, float exponent) {
        if (exponent == 1) {
            return x;
        }
        Op op = exponent == 0.5f
                ? new Unary(Function.SQRT)
                : exponent == -1 ? new Unary(Function.RECIPROCAL) : new Power(exponent);
        return assembly.plain(node.proto(), op, x);
    }

    /** {@code max(0, x) + slope·min(x, 0)} with slopes of any shape. */
    Operand prelu(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        Operand.Feature below = assembly.plain(node.proto(), new Clip(Float.NEGATIVE_INFINITY, 0), x);
        Operand.Feature sloped = withTensor(node, BinaryOp.MULTIPLY, below, 1, true);
        return ofTwo(node, BinaryOp.ADD, assembly.plain(node.proto(), new Relu(), x), sloped);
    }

    /** {@code scale·x + shift}, as one with what made x so. */
    Operand.Feature affine(OnnxNode node, Operand.Feature x, float scale, float shift) {
        GraphAssembly.Draft made = assembly.producer(x).orElse(null);
        if (made != null && made.op() instanceof Affine(float inner, float before)) {
            float both = scale * inner;
            float sum = scale * before + shift;
            if (Float.isFinite(both) && Float.isFinite(sum)) {
                return assembly.plain(
                        node.proto(), new Affine(both, sum), made.input().with(x.layout()));
            }
        }
        return scale == 1 && shift == 0 ? x : assembly.plain(node.proto(), new Affine(scale, shift), x);
    }

    /** {@code function(x, tensor)}, or the other way round. */
    private Operand.Feature withTensor(OnnxNode node, BinaryOp function, Operand.Feature x, int input, boolean behind)
            throws InvalidFileException {
        Operand.Constant constant = floats(node, input, node.constant(input));
        if (isRepeatedTo(constant, x)) {
            Operand.Feature stored = stored(node, input, Alignment.beside(node, x, constant), x.layout());
            return behind
                    ? assembly.plain(node.proto(), op(function), x.layout(), x, stored)
                    : assembly.plain(node.proto(), op(function), x.layout(), stored, x);
        }
        Operand.Feature stored = stored(node, input);
        return behind ? ofTwo(node, function, x, stored) : ofTwo(node, function, stored, x);
    }

    /** Whether a constant is repeated to the shape of a value, rather than the value to its. */
    private static boolean isRepeatedTo(Operand.Constant constant, Operand.Feature x) {
        int[] extents = constant.shape();
        int missing = x.layout().rank() - extents.length;
        for (int e = 0; e < extents.length; e++) {
            boolean fits = extents[e] == 1
                    || e + missing >= 0
                            && !x.layout().hasBatch(e + missing)
                            && x.layout().extent(e + missing, x.shape()) == extents[e];
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** A constant as a value, as it lies in the file: a parameter, the same for all images. */
    Operand.Feature stored(OnnxNode node, int input) throws InvalidFileException {
        Operand.Constant constant = floats(node, input, node.constant(input));
        Layout inOrder = new Layout(Stream.iterate(0, d -> d < constant.shape().length, d -> d + 1)
                .map(List::of)
                .toList());
        return stored(node, input, constant.inOrder(), inOrder);
    }

    /** A parameter as a value. @param tensor in the order of memory here */
    Operand.Feature stored(OnnxNode node, int input, StoredTensor tensor, Layout layout) throws InvalidFileException {
        Operand.Constant constant = node.constant(input);
        for (float value : tensor.floats()) {
            if (!Float.isFinite(value)) {
                throw node.invalid("input " + input, constant.describe() + " with " + value, "finite numbers");
            }
        }
        Shape shape = Shape.of(tensor.shape().length == 0 ? new int[] {1} : tensor.shape());
        String name = assembly.names().layer(constant.name(), node.proto(), "stored");
        String use = "stored " + shape;
        String parameter = parameters.named(node, input, name + ".weight", use);
        Stored op = new Stored(Arrays.stream(shape.extents()).boxed().toList());
        return assembly.add(
                new GraphAssembly.Draft(node.proto(), name, op, Map.of(parameter, tensor), List.of()), layout);
    }
}
