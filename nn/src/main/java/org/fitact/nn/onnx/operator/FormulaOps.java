package org.fitact.nn.onnx.operator;

import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.graph.op.Gelu;
import org.fitact.nn.graph.op.Softsign;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Operand.FormulaPart;
import org.fitact.nn.onnx.read.Operand.FormulaPart.Stage;

/**
 * The nodes of formulas that exporters write for one activation: GELU before opset 20, {@code x·(1 + Erf(x/√2))·½}, its
 * products in any order, and softsign, {@code x/(1 + Abs(x))}.
 */
final class FormulaOps {

    private static final double ROOT = Math.sqrt(2);

    /** Files have the root of 2 with as many digits as somebody wrote. */
    private static final double ROUNDING = 1e-5;

    private final GraphAssembly assembly;

    FormulaOps(GraphAssembly assembly) {
        this.assembly = assembly;
    }

    /** Whether a sum or a product is a part of a formula. */
    static boolean takes(OnnxNode node) {
        Operand a = node.input(0);
        Operand b = node.input(1);
        boolean scales =
                node.operator().equals("Mul") && (isHalf(a) || isHalf(b) || is(a, 1 / ROOT) || is(b, 1 / ROOT));
        boolean feature = a instanceof Operand.Feature || b instanceof Operand.Feature;
        return a instanceof FormulaPart || b instanceof FormulaPart || scales && feature;
    }

    /** {@code x/√2}, or the softsign. */
    Operand divide(OnnxNode node) throws InvalidFileException {
        if (node.input(0) instanceof Operand.Feature x
                && new FormulaPart(Stage.SIZE_AND_ONE, x).equals(node.input(1))) {
            return assembly.plain(node.proto(), new Softsign(), x);
        }
        return known(node, is(node.input(1), ROOT) ? part(node.input(0), Stage.SCALED) : Optional.empty());
    }

    Operand erf(OnnxNode node) throws InvalidFileException {
        return known(node, next(node.input(0), Stage.SCALED, Stage.ERF));
    }

    Operand abs(OnnxNode node) throws InvalidFileException {
        return known(node, part(node.input(0), Stage.SIZE));
    }

    Operand sum(OnnxNode node) throws InvalidFileException {
        return known(node, either(node, FormulaOps::andOne));
    }

    private static Optional<Operand> andOne(Operand a, Operand one) {
        return is(one, 1)
                ? next(a, Stage.ERF, Stage.TWICE_GATE).or(() -> next(a, Stage.SIZE, Stage.SIZE_AND_ONE))
                : Optional.empty();
    }

    Operand product(OnnxNode node) throws InvalidFileException {
        return known(node, either(node, (a, b) -> product(node, a, b)));
    }

    private static Operand known(OnnxNode node, Optional<Operand> result) throws InvalidFileException {
        return result.orElseThrow(() -> FunctionOps.unknownForm(node));
    }

    @FunctionalInterface
    private interface Pair {
        Optional<Operand> of(Operand a, Operand b);
    }

    private static Optional<Operand> either(OnnxNode node, Pair pair) {
        return pair.of(node.input(0), node.input(1)).or(() -> pair.of(node.input(1), node.input(0)));
    }

    private Optional<Operand> product(OnnxNode node, Operand a, Operand b) {
        if (a instanceof Operand.Feature) {
            return isHalf(b) ? part(a, Stage.HALF) : is(b, 1 / ROOT) ? part(a, Stage.SCALED) : Optional.empty();
        }
        if (!(a instanceof FormulaPart(Stage stage, Operand.Feature x))) {
            return Optional.empty();
        }
        return switch (stage) {
            case TWICE_GATE ->
                isHalf(b)
                        ? part(x, Stage.GATE)
                        : x.equals(b)
                                ? part(x, Stage.TWICE)
                                : new FormulaPart(Stage.HALF, x).equals(b) ? gelu(node, x) : Optional.empty();
            case GATE -> x.equals(b) ? gelu(node, x) : Optional.empty();
            case TWICE -> isHalf(b) ? gelu(node, x) : Optional.empty();
            case SCALED, ERF, HALF, SIZE, SIZE_AND_ONE -> Optional.empty();
        };
    }

    private Optional<Operand> gelu(OnnxNode node, Operand.Feature x) {
        return Optional.of(assembly.plain(node.proto(), new Gelu(), x));
    }

    private static Optional<Operand> part(Operand x, Stage stage) {
        return x instanceof Operand.Feature feature ? Optional.of(new FormulaPart(stage, feature)) : Optional.empty();
    }

    private static Optional<Operand> next(Operand value, Stage stage, Stage next) {
        return value instanceof FormulaPart(Stage found, Operand.Feature x) && found == stage
                ? Optional.of(new FormulaPart(next, x))
                : Optional.empty();
    }

    private static boolean isHalf(Operand value) {
        return is(value, 0.5);
    }

    private static boolean is(Operand value, double expected) {
        return value instanceof Operand.Constant constant
                && constant.tensor().type() == TensorType.F32
                && constant.tensor().elements() == 1
                && Math.abs(constant.tensor().floats()[0] / expected - 1) < ROUNDING;
    }
}
