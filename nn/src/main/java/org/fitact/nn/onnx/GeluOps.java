package org.fitact.nn.onnx;

import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.graph.op.Gelu;
import org.fitact.nn.onnx.Operand.GeluPart;
import org.fitact.nn.onnx.Operand.GeluPart.Stage;

/** The nodes that GELU is made of before opset 20: {@code x·(1 + Erf(x/√2))·½}, its products in any order. */
final class GeluOps {

    private static final double ROOT = Math.sqrt(2);

    /** Files have the root of 2 with as many digits as somebody wrote. */
    private static final double ROUNDING = 1e-5;

    private final GraphAssembly assembly;

    GeluOps(GraphAssembly assembly) {
        this.assembly = assembly;
    }

    /** Whether a sum or a product is a part of GELU. */
    static boolean takes(OnnxNode node) {
        Operand a = node.input(0);
        Operand b = node.input(1);
        boolean scales =
                node.operator().equals("Mul") && (isHalf(a) || isHalf(b) || is(a, 1 / ROOT) || is(b, 1 / ROOT));
        boolean feature = a instanceof Operand.Feature || b instanceof Operand.Feature;
        return a instanceof GeluPart || b instanceof GeluPart || scales && feature;
    }

    Operand divide(OnnxNode node) throws InvalidFileException {
        return known(node, is(node.input(1), ROOT) ? part(node.input(0), Stage.SCALED) : Optional.empty());
    }

    Operand erf(OnnxNode node) throws InvalidFileException {
        return known(node, next(node.input(0), Stage.SCALED, Stage.ERF));
    }

    Operand sum(OnnxNode node) throws InvalidFileException {
        return known(node, either(node, (a, b) -> is(b, 1) ? next(a, Stage.ERF, Stage.TWICE_GATE) : Optional.empty()));
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
        if (!(a instanceof GeluPart(Stage stage, Operand.Feature x))) {
            return Optional.empty();
        }
        return switch (stage) {
            case TWICE_GATE ->
                isHalf(b)
                        ? part(x, Stage.GATE)
                        : b.equals(x)
                                ? part(x, Stage.TWICE)
                                : b.equals(new GeluPart(Stage.HALF, x)) ? gelu(node, x) : Optional.empty();
            case GATE -> b.equals(x) ? gelu(node, x) : Optional.empty();
            case TWICE -> isHalf(b) ? gelu(node, x) : Optional.empty();
            case SCALED, ERF, HALF -> Optional.empty();
        };
    }

    private Optional<Operand> gelu(OnnxNode node, Operand.Feature x) {
        return Optional.of(assembly.plain(node.proto(), new Gelu(), x));
    }

    private static Optional<Operand> part(Operand x, Stage stage) {
        return x instanceof Operand.Feature feature ? Optional.of(new GeluPart(stage, feature)) : Optional.empty();
    }

    private static Optional<Operand> next(Operand value, Stage stage, Stage next) {
        return value instanceof GeluPart(Stage found, Operand.Feature x) && found == stage
                ? Optional.of(new GeluPart(next, x))
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
