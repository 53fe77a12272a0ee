package org.fitact.nn.onnx.write;

import static org.fitact.nn.onnx.write.GraphWriter.ints;
import static org.fitact.nn.onnx.write.GraphWriter.number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Affine;
import org.fitact.nn.graph.op.Arithmetic;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.GroupNorm;
import org.fitact.nn.graph.op.LayerNorm;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.PRelu;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Power;
import org.fitact.nn.graph.op.Reduce;
import org.fitact.nn.graph.op.Softmax;
import org.fitact.nn.graph.op.Stored;
import org.fitact.nn.graph.op.Unary;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.onnx.write.FileValues.Place;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.ReduceOp;

/**
 * Writes the ops of {@link Arithmetic}, and sums. What works element by element takes the order of axes in which its first operand
 * stands; a stored tensor is written in that order, with an axis of 1 for the images, so that runtimes repeat it.
 */
final class ArithmeticExport {

    /** From here on all reductions read their axes as an input; before, only the sum does. */
    private static final int AXES_AS_INPUT = 18;

    private final GraphWriter writer;
    private final Program program;
    private final FileValues values;
    private final UnaryOperator<String> parameters;
    private final int opset;

    /** @param parameters writes a parameter that is not there yet, and says what it is called in the file */
    ArithmeticExport(
            GraphWriter writer, Program program, FileValues values, UnaryOperator<String> parameters, int opset) {
        this.writer = writer;
        this.program = program;
        this.values = values;
        this.parameters = parameters;
        this.opset = opset;
    }

    Place place(Node node, Arithmetic op) {
        return switch (op) {
            case Binary(BinaryOp function) -> pair(node, function);
            case Unary(Unary.Function of) -> {
                Place x = values.place(node.input());
                yield new Place(writer.node(of.operator(), node.name(), List.of(x.name())), x.order());
            }
            case Affine affine -> affine(node, affine);
            case Power(float exponent) -> {
                Place x = values.place(node.input());
                yield new Place(writer.node("Pow", node.name(), List.of(x.name(), writer.scalar(exponent))), x.order());
            }
            case Reduce reduce -> reduction(node, reduce);
            case MatMul product -> product(node, product);
            case Softmax softmax -> {
                Place x = values.place(node.input());
                String operator = softmax.logarithm() ? "LogSoftmax" : "Softmax";
                long axis = x.axis(softmax.axis());
                yield new Place(writer.node(operator, node.name(), List.of(x.name()), number("axis", axis)), x.order());
            }
            case LayerNorm norm -> layerNorm(node, norm);
            case GroupNorm norm -> groupNorm(node, norm);
            case PRelu _ -> prelu(node);
            case Stored _ -> stored(node);
        };
    }

    /** {@code function(a, b)}. */
    Place pair(Node node, BinaryOp function) {
        int rank = program.graph().shape(node.name()).rank();
        List<Integer> order = node.inputs().stream()
                .filter(input -> !isStored(input) && values.shape(input).rank() == rank)
                .map(input -> values.place(input).order())
                .findFirst()
                .orElse(FileValues.asHere(rank));
        List<String> operands = new ArrayList<>();
        node.inputs().forEach(input -> operands.add(operand(input, rank, order)));
        return new Place(writer.node(operator(function), node.name(), operands), order);
    }

    private boolean isStored(String value) {
        return !value.equals(Graph.IMAGES) && program.graph().node(value).op() instanceof Stored;
    }

    private static String operator(BinaryOp function) {
        return switch (function) {
            case ADD -> "Add";
            case SUBTRACT -> "Sub";
            case MULTIPLY -> "Mul";
            case DIVIDE -> "Div";
            case MAXIMUM -> "Max";
            case MINIMUM -> "Min";
            case POWER -> "Pow";
        };
    }

    /** A value of so many axes, in an order; what has fewer gets axes of 1 behind the images. */
    private String operand(String value, int rank, List<Integer> order) {
        int own = values.shape(value).rank();
        if (isStored(value)) {
            return tensor(program.graph().node(value), rank, order);
        }
        if (own == rank) {
            return values.in(value, order);
        }
        String x = values.in(value, FileValues.asHere(own));
        List<Integer> axes = IntStream.rangeClosed(1, rank - own).boxed().toList();
        String wide = writer.node("Unsqueeze", x + ".wide", List.of(x, writer.longs(axes)));
        if (order.equals(FileValues.asHere(rank))) {
            return wide;
        }
        long[] from = new long[rank + 1];
        order.forEach(d -> from[1 + order.indexOf(d)] = 1 + d);
        return writer.node("Transpose", wide + ".moved", List.of(wide), ints("perm", from));
    }

    /** A stored tensor as an initialiser {@code [1, …]} of so many axes behind the images. */
    private String tensor(Node node, int rank, List<Integer> order) {
        String name = node.parameters().getFirst();
        Shape shape = program.graph().shape(node.name()).ofRank(rank);
        int[] strides = shape.strides();
        int[] extents = new int[rank + 1];
        extents[0] = 1;
        for (int axis = 0; axis < rank; axis++) {
            extents[axis + 1] = shape.extent(order.get(axis));
        }
        float[] here = program.values().get(name);
        float[] there = new float[here.length];
        int[] index = new int[rank];
        for (int i = 0; i < there.length; i++) {
            int from = 0;
            for (int axis = 0; axis < rank; axis++) {
                from += index[axis] * strides[order.get(axis)];
            }
            there[i] = here[from];
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == extents[axis + 1]; axis--) {
                index[axis] = 0;
            }
        }
        return writer.initialiser(name, StoredTensor.of(extents, there));
    }

    /** Sums and the like write it themselves; for anything else it stands once for each image. */
    private Place stored(Node node) {
        int rank = program.graph().shape(node.name()).rank();
        List<Integer> order = FileValues.asHere(rank);
        boolean alone = program.graph().readers(node.name()).stream()
                .allMatch(reader -> reader.op() instanceof Add || reader.op() instanceof Binary);
        if (alone) {
            return new Place(node.name(), order);
        }
        String one = tensor(node, rank, order);
        String images = values.place(Graph.IMAGES).name();
        String count =
                writer.node("Shape", node.name() + ".images", List.of(images), number("start", 0L), number("end", 1L));
        String ones = writer.longs(Collections.nCopies(rank, 1));
        String target = writer.node("Concat", node.name() + ".shape", List.of(count, ones), number("axis", 0L));
        return new Place(writer.node("Expand", node.name(), List.of(one, target)), order);
    }

    private Place affine(Node node, Affine affine) {
        Place x = values.place(node.input());
        boolean both = affine.scale() != 1 && affine.shift() != 0;
        String result = x.name();
        if (affine.scale() != 1 || affine.shift() == 0) {
            String name = both ? node.name() + ".scaled" : node.name();
            result = writer.node("Mul", name, List.of(result, writer.scalar(affine.scale())));
        }
        if (affine.shift() != 0) {
            result = writer.node("Add", node.name(), List.of(result, writer.scalar(affine.shift())));
        }
        return new Place(result, x.order());
    }

    private Place reduction(Node node, Reduce reduce) {
        Place x = values.place(node.input());
        String operator = switch (reduce.function()) {
            case SUM -> "ReduceSum";
            case MEAN -> "ReduceMean";
            case MAX -> "ReduceMax";
            case MIN -> "ReduceMin";
            case PRODUCT -> "ReduceProd";
            case SUM_OF_SQUARES -> "ReduceSumSquare";
        };
        List<Integer> axes = reduce.axes().stream().map(x::axis).sorted().toList();
        boolean asInput = reduce.function() == ReduceOp.SUM || opset >= AXES_AS_INPUT;
        String name = asInput
                ? writer.node(operator, node.name(), List.of(x.name(), writer.longs(axes)))
                : writer.node(
                        operator,
                        node.name(),
                        List.of(x.name()),
                        ints("axes", axes.stream().mapToLong(axis -> axis).toArray()));
        return new Place(name, x.order());
    }

    private Place product(Node node, MatMul product) {
        int rank = program.graph().shape(node.name()).rank();
        List<Integer> order = FileValues.asHere(rank);
        List<Integer> ofSecond = new ArrayList<>(order);
        if (product.transposed()) {
            Collections.swap(ofSecond, rank - 2, rank - 1);
        }
        String a = values.in(node.inputs().get(0), order);
        String b = values.in(node.inputs().get(1), ofSecond);
        return new Place(writer.node("MatMul", node.name(), List.of(a, b)), order);
    }

    private Place layerNorm(Node node, LayerNorm norm) {
        List<Integer> order =
                FileValues.asHere(program.graph().shape(node.name()).rank());
        String name = writer.node(
                "LayerNormalization",
                layer(node),
                operands(node, order),
                number("axis", (long) -norm.dimensions()),
                number("epsilon", norm.epsilon()));
        return new Place(name, order);
    }

    private Place groupNorm(Node node, GroupNorm norm) {
        Shape shape = program.graph().shape(node.name());
        List<Integer> order = FileValues.channelsFirst(shape.rank());
        List<String> operands = operands(node, order);
        String name = norm.groups() == shape.extent(-1)
                ? writer.node("InstanceNormalization", layer(node), operands, number("epsilon", norm.epsilon()))
                : writer.node(
                        "GroupNormalization",
                        layer(node),
                        operands,
                        number("epsilon", norm.epsilon()),
                        number("num_groups", (long) norm.groups()));
        return new Place(name, order);
    }

    private Place prelu(Node node) {
        Shape shape = program.graph().shape(node.name());
        List<Integer> order = FileValues.channelsFirst(shape.rank());
        int[] extents = new int[shape.rank()];
        Arrays.fill(extents, 1);
        extents[0] = shape.extent(-1);
        String parameter = node.parameters().getFirst();
        StoredTensor slopes = StoredTensor.of(extents, program.values().get(parameter));
        String name = writer.node(
                "PRelu", layer(node), List.of(values.in(node.input(), order), writer.initialiser(parameter, slopes)));
        return new Place(name, order);
    }

    private List<String> operands(Node node, List<Integer> order) {
        List<String> all = new ArrayList<>(values.in(node, order));
        node.parameters().forEach(name -> all.add(parameters.apply(name)));
        return all;
    }

    private static String layer(Node node) {
        return ParameterSpec.layerOf(node.parameters().getFirst());
    }

    /** The first opset that has what an op is written as. */
    static int since(Op op, Shape shape) {
        return switch (op) {
            case LayerNorm _ -> 17;
            case GroupNorm norm when norm.groups() != shape.extent(-1) -> 21;
            default -> 1;
        };
    }
}
