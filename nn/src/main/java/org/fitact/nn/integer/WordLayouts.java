package org.fitact.nn.integer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Movement;
import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;

/** Kernels of nodes whose operands are put to other places, or repeated to the shape of the result. */
final class WordLayouts {

    private final IntegerOps ops;
    private final IntegerSteps steps;
    private final Graph graph;

    WordLayouts(IntegerOps ops, IntegerSteps steps) {
        this.ops = ops;
        this.steps = steps;
        this.graph = steps.graph();
    }

    IntegerKernel movement(Node node, Movement op, int y) {
        List<Shape> shapes = graph.inputShapes(node);
        IntegerKernel moves = moved(
                node,
                y,
                images -> op.copies(
                        shapes.stream().map(shape -> shape.withBatch(images)).toList()));
        if (!op.hasRest()) {
            return moves;
        }
        long rest = steps.rest(op, y);
        return (images, values, run) -> {
            Arrays.fill(values[y], 0, images * steps.elements(y), rest);
            moves.run(images, values, run);
        };
    }

    /** @param copies from each operand to the value, by the number of images */
    IntegerKernel moved(Node node, int y, IntFunction<List<List<StridedCopy>>> copies) {
        int[] inputs = steps.inputs(node);
        return (images, values, run) -> {
            List<List<StridedCopy>> all = copies.apply(images);
            for (int i = 0; i < inputs.length; i++) {
                long[] words = converted(inputs[i], y, images, values, run);
                for (StridedCopy copy : all.get(i)) {
                    WordMoves.copy(copy, words, values[y]);
                }
            }
        };
    }

    /** A value as words of the type of another. */
    private long[] converted(int x, int y, int images, long[][] values, NodeRun run) {
        if (steps.type(x).equals(steps.type(y))) {
            return values[x];
        }
        int elements = steps.elements(x);
        long[] words = new long[images * elements];
        NodeRun ofOperand = new NodeRun(run.tally(), run.draws().counting(elements));
        ops.convert(words.length, new Operand(values[x], steps.type(x).format()), steps.type(y), words, ofOperand);
        return words;
    }

    IntegerKernel pair(BinaryOp op, Node node, int y) {
        switch (op) {
            case DIVIDE, POWER ->
                throw new IllegalArgumentException(
                        "there is no integer arithmetic for " + op.name().toLowerCase(Locale.ROOT));
            case ADD, SUBTRACT, MULTIPLY, MAXIMUM, MINIMUM -> {}
        }
        int[] inputs = steps.inputs(node);
        Shape result = graph.shape(node.name());
        return (images, values, run) -> {
            Operand a = repeated(inputs[0], graph.shape(node.inputs().get(0)), result, images, values);
            Operand b = repeated(inputs[1], graph.shape(node.inputs().get(1)), result, images, values);
            ops.binary(op, images * result.elements(), a, b, steps.type(y), values[y], run);
        };
    }

    /** An operand, repeated where it lacks something of the result's shape. */
    private Operand repeated(int x, Shape shape, Shape result, int images, long[][] values) {
        if (shape.elements() == result.elements()) {
            return new Operand(values[x], steps.type(x).format());
        }
        Shape full = result.withBatch(images);
        Shape own = shape.ofRank(result.rank()).withBatch(images);
        long[] words = new long[full.elements()];
        WordMoves.copy(Broadcasting.expansion(own, full), values[x], words);
        return new Operand(words, steps.type(x).format());
    }
}
