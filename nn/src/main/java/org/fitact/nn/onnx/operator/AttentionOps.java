package org.fitact.nn.onnx.operator;

import java.util.List;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.Softmax;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Views;

/** Products of two values, and softmax. */
final class AttentionOps {

    /** Until here a softmax was one over an axis and all behind it. */
    private static final int FLATTENING = 12;

    private final GraphAssembly assembly;
    private final Views views;

    AttentionOps(GraphAssembly assembly) {
        this.assembly = assembly;
        this.views = assembly.views();
    }

    /** A product of two values; the second may lie transposed in memory and is then read as it lies. */
    Operand product(OnnxNode node) throws InvalidFileException {
        int rank = node.feature(0).layout().rank();
        Operand.Feature right = node.feature(1);
        if (rank < 3 || right.layout().rank() != rank) {
            String found = node.feature(0).axes() + " and " + right.axes();
            throw node.invalid("inputs", found, "values of as many axes, of which the first are images or such");
        }
        boolean transposed = isTransposed(right, rank);
        Operand.Feature a = views.last(node, 0, rank - 2, rank - 1);
        Operand.Feature b =
                transposed ? views.last(node, 1, rank - 1, rank - 2) : views.last(node, 1, rank - 2, rank - 1);
        List<List<Integer>> leading = a.layout().axes().subList(0, rank - 2);
        if (!leading.equals(b.layout().axes().subList(0, rank - 2))
                || a.shape().rank() != b.shape().rank()) {
            a = views.inOrder(node, 0);
            int[] axes = IntStream.range(1, rank).toArray();
            axes[rank - 3] = transposed ? rank - 1 : rank - 2;
            axes[rank - 2] = transposed ? rank - 2 : rank - 1;
            b = views.last(node, 1, axes);
        }
        int last = a.shape().rank() - 1;
        Layout layout = a.layout().with(rank - 2, List.of(last - 1)).with(rank - 1, List.of(last));
        return assembly.plain(node.proto(), new MatMul(transposed), layout, a, b);
    }

    /** Whether the last axis of the file lies in memory before the one before it. */
    private static boolean isTransposed(Operand.Feature x, int rank) {
        List<Integer> rows = x.layout().axes().get(rank - 2);
        List<Integer> columns = x.layout().axes().get(rank - 1);
        return !rows.isEmpty() && !columns.isEmpty() && columns.getFirst() < rows.getFirst();
    }

    Operand softmax(OnnxNode node, boolean logarithm) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        int rank = x.layout().rank();
        boolean flattens = node.file().opset() <= FLATTENING;
        int axis = Views.axis(node, "axis", node.number("axis", flattens ? 1 : -1), rank);
        for (int behind = axis + 1; flattens && behind < rank; behind++) {
            if (x.layout().extent(behind, x.shape()) != 1) {
                String found =
                        axis + " of " + x.axes() + ", by opset " + node.file().opset();
                throw node.invalid("axis", found, "the last one, or a newer opset");
            }
        }
        Views.Whole whole = views.whole(node, 0, axis);
        return assembly.plain(node.proto(), new Softmax(whole.here(), logarithm), whole.x());
    }
}
