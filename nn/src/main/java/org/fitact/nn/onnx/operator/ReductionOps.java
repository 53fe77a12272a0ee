package org.fitact.nn.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Power;
import org.fitact.nn.graph.op.Reduce;
import org.fitact.nn.graph.op.Unary;
import org.fitact.nn.graph.op.Unary.Function;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Views;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Pool2d.Kind;
import org.fitact.tensor.backend.op.ReduceOp;

/** Reductions over axes, those that are formulas as the nodes of their formulas. */
final class ReductionOps {

    private final GraphAssembly assembly;
    private final PoolingOps pools;

    ReductionOps(GraphAssembly assembly, PoolingOps pools) {
        this.assembly = assembly;
        this.pools = pools;
    }

    /** A value on its way, and which of its axes in the file are reduced. */
    private record Over(OnnxNode node, Operand.Feature x, TreeSet<Integer> axes) {}

    private static Over over(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        int rank = x.layout().rank();
        long[] given = node.input(1) != null ? node.longs(1) : node.positions("axes");
        TreeSet<Integer> axes = new TreeSet<>();
        for (long axis : given) {
            axes.add(Views.axis(node, "axes", axis, rank));
        }
        boolean none = node.flag("noop_with_empty_axes", false);
        for (int axis = 0; given.length == 0 && !none && axis < rank; axis++) {
            axes.add(axis);
        }
        for (int axis : axes) {
            if (x.layout().hasBatch(axis)) {
                throw Views.mixesImages(node, axis);
            }
        }
        return new Over(node, x, axes);
    }

    /** One that a backend computes. */
    Operand plain(OnnxNode node, ReduceOp function) throws InvalidFileException {
        Over over = over(node);
        return finished(over, reduced(over, over.x, function));
    }

    /** The mean over rows and columns of a map is a global pooling. */
    Operand mean(OnnxNode node) throws InvalidFileException {
        Over over = over(node);
        boolean ofMap = over.x.layout().rank() == 4 && over.axes.equals(new TreeSet<>(List.of(2, 3)));
        if (!ofMap) {
            return finished(over, reduced(over, over.x, ReduceOp.MEAN));
        }
        return finished(over, pools.global(node, assembly.views().map(node, 0), Kind.AVERAGE));
    }

    /** {@code Σ |x|}. */
    Operand norm1(OnnxNode node) throws InvalidFileException {
        Over over = over(node);
        return finished(over, reduced(over, unary(node, Function.ABS, over.x), ReduceOp.SUM));
    }

    /** {@code √(Σ x²)}. */
    Operand norm2(OnnxNode node) throws InvalidFileException {
        Over over = over(node);
        return finished(over, unary(node, Function.SQRT, reduced(over, over.x, ReduceOp.SUM_OF_SQUARES)));
    }

    /** {@code ln Σ x}. */
    Operand logSum(OnnxNode node) throws InvalidFileException {
        Over over = over(node);
        return finished(over, unary(node, Function.LOG, reduced(over, over.x, ReduceOp.SUM)));
    }

    /** {@code ln Σ e^x}, the largest element taken out so that no exponential overflows. */
    Operand logSumExp(OnnxNode node) throws InvalidFileException {
        Over over = over(node);
        Operand.Feature largest = reduced(over, over.x, ReduceOp.MAX);
        Operand.Feature shifted =
                assembly.plain(node.proto(), new Binary(BinaryOp.SUBTRACT), over.x.layout(), over.x, largest);
        Operand.Feature sum = reduced(over, unary(node, Function.EXP, shifted), ReduceOp.SUM);
        Operand.Feature logarithm = unary(node, Function.LOG, sum);
        return finished(over, assembly.plain(node.proto(), new Add(), logarithm.layout(), logarithm, largest));
    }

    private Operand.Feature unary(OnnxNode node, Function function, Operand.Feature x) {
        return assembly.plain(node.proto(), new Unary(function), x);
    }

    /** Of x, or of something that lies as x does. */
    private Operand.Feature reduced(Over over, Operand.Feature x, ReduceOp function) {
        List<Integer> here = new ArrayList<>();
        Layout layout = x.layout();
        for (int axis : over.axes) {
            here.addAll(layout.axes().get(axis));
            layout = layout.with(axis, List.of());
        }
        if (here.isEmpty()) {
            return function == ReduceOp.SUM_OF_SQUARES
                    ? assembly.plain(over.node.proto(), new Power(2), x)
                    : x.with(layout);
        }
        Op op = new Reduce(function, here.stream().sorted().toList());
        return assembly.plain(over.node.proto(), op, layout, x);
    }

    /** The axes that were reduced stay or go. */
    private Operand finished(Over over, Operand.Feature y) throws InvalidFileException {
        if (over.node.flag("keepdims", true)) {
            return y;
        }
        List<List<Integer>> kept = new ArrayList<>();
        for (int axis = 0; axis < y.layout().rank(); axis++) {
            if (!over.axes.contains(axis)) {
                kept.add(y.layout().axes().get(axis));
            }
        }
        Operand.Feature seen = y.with(new Layout(kept));
        boolean isRow = kept.size() == 2
                && seen.layout().extent(0, seen.shape()) == 1
                && !seen.layout().hasBatch(1);
        return isRow ? assembly.views().rows(over.node.proto(), seen) : seen;
    }

    /** That indices of classes are no values to compute with. */
    static Operand argMax(OnnxNode node) throws InvalidFileException {
        throw node.invalid(
                "operator",
                "the index of the largest element",
                "the logits themselves as the network's output: export " + "the network without its last step");
    }
}
