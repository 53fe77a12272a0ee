package org.fitact.nn.onnx.operator;

import java.util.Optional;
import org.fitact.nn.graph.op.Affine;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Gelu;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Softsign;
import org.fitact.nn.graph.op.Unary;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.tensor.backend.op.BinaryOp;

/**
 * Formulas that exporters write for one activation: GELU before opset 20, {@code x·(1 + Erf(x/√2))·½}, its products in any order,
 * and softsign, {@code x/(1 + Abs(x))}. They are known by the nodes that came before; these are left out where nobody else
 * reads them.
 */
final class Formulas {

    private static final double ROOT = Math.sqrt(0.5);

    /** Files have the root of 2 with as many digits as somebody wrote. */
    private static final double ROUNDING = 1e-5;

    private final GraphAssembly assembly;

    Formulas(GraphAssembly assembly) {
        this.assembly = assembly;
    }

    /** What a node is the end of, if it is one: {@code function(a, b)}. */
    Optional<Operand> endingWith(OnnxNode node, BinaryOp function, Operand a, Operand b) {
        return switch (function) {
            case MULTIPLY -> product(a, b).or(() -> product(b, a)).map(x -> plain(node, new Gelu(), x));
            case DIVIDE -> softsign(a, b).map(x -> plain(node, new Softsign(), x));
            default -> Optional.empty();
        };
    }

    private Operand plain(OnnxNode node, Op op, Operand.Feature x) {
        return assembly.plain(node.proto(), op, x);
    }

    /** A value as a multiple of another. */
    private record Multiple(double scale, Operand.Feature x) {}

    private Multiple multiple(Operand.Feature value) {
        return made(value) instanceof GraphAssembly.Draft draft
                        && draft.op() instanceof Affine(float scale, float shift)
                        && shift == 0
                ? new Multiple(scale, draft.input())
                : new Multiple(1, value);
    }

    private GraphAssembly.Draft made(Operand.Feature value) {
        return assembly.producer(value).orElse(null);
    }

    /** The x of a GELU that is a product, of its parts or of twice the whole and ½. */
    private Optional<Operand.Feature> product(Operand a, Operand b) {
        if (!(a instanceof Operand.Feature left)) {
            return Optional.empty();
        }
        if (b instanceof Operand.Constant constant) {
            return ElementwiseOps.isNumber(constant) && is(constant.tensor().floats()[0], 0.5)
                    ? ofParts(left, 1)
                    : Optional.empty();
        }
        return b instanceof Operand.Feature right ? ofParts(left, right, 0.5) : Optional.empty();
    }

    /** The x of a value {@code scale·x·(1 + erf(x/√2))} that is a product. */
    private Optional<Operand.Feature> ofParts(Operand.Feature value, double scale) {
        GraphAssembly.Draft draft = made(value);
        if (draft == null || !draft.op().equals(new Binary(BinaryOp.MULTIPLY))) {
            return Optional.empty();
        }
        Operand.Feature first = draft.inputs().getFirst();
        Operand.Feature second = draft.inputs().getLast();
        return ofParts(first, second, scale).or(() -> ofParts(second, first, scale));
    }

    private Optional<Operand.Feature> ofParts(Operand.Feature value, Operand.Feature gate, double scale) {
        Multiple factor = multiple(value);
        GraphAssembly.Draft sum = made(gate);
        if (sum == null || !(sum.op() instanceof Affine(float slope, float shift)) || slope != shift) {
            return Optional.empty();
        }
        GraphAssembly.Draft erf = made(sum.input());
        if (erf == null || !erf.op().equals(new Unary(Unary.Function.ERF)) || !is(factor.scale * slope, scale)) {
            return Optional.empty();
        }
        Multiple argument = multiple(erf.input());
        return is(argument.scale, ROOT) && same(argument.x, factor.x) ? Optional.of(factor.x) : Optional.empty();
    }

    private Optional<Operand.Feature> softsign(Operand a, Operand b) {
        if (!(a instanceof Operand.Feature x) || !(b instanceof Operand.Feature divisor)) {
            return Optional.empty();
        }
        GraphAssembly.Draft sum = made(divisor);
        GraphAssembly.Draft size = sum != null && sum.op().equals(new Affine(1, 1)) ? made(sum.input()) : null;
        return size != null && size.op().equals(new Unary(Unary.Function.ABS)) && same(size.input(), x)
                ? Optional.of(x)
                : Optional.empty();
    }

    private static boolean same(Operand.Feature a, Operand.Feature b) {
        return a.node() == b.node() && a.layout().equals(b.layout());
    }

    private static boolean is(double value, double expected) {
        return Math.abs(value / expected - 1) < ROUNDING;
    }
}
