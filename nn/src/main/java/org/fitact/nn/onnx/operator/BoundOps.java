package org.fitact.nn.onnx.operator;

import java.util.Set;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Operand.SidePart;
import org.fitact.nn.onnx.read.Operand.SidePart.Stage;
import org.fitact.nn.onnx.write.BoundExport;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * The nodes that bounds of two sides are made of, in the forms that {@link org.fitact.nn.onnx.OnnxExport} writes: each is taken
 * for what it contributes, and the last one gives the bound on the value that the first was given. They begin at a
 * constant that is called {@code ….bounds} or {@code ….lower}, or at a comparison that a network without bounds does not
 * make; the same operators on anything else are none of theirs.
 */
final class BoundOps {

    /** The operators. */
    static final Set<String> NAMES = Set.of(
            "LessOrEqual", "GreaterOrEqual", "And", "Min", "Max", "Equal", "Greater", "Sub", "Mul", "Sigmoid", "Where");

    private final GraphAssembly assembly;
    private final ActivationOps activations;

    BoundOps(GraphAssembly assembly, ActivationOps activations) {
        this.assembly = assembly;
        this.activations = activations;
    }

    /** Whether a node is one of a bound of two sides. */
    boolean takes(OnnxNode node) {
        Operand first = node.input(0);
        boolean part = false;
        boolean bound = false;
        for (int i = 0; i < node.proto().getInputCount(); i++) {
            part |= node.input(i) instanceof SidePart;
            bound |= node.input(i) instanceof Operand.Constant constant
                    && (constant.name().endsWith(ActivationOps.UPPER)
                            || constant.name().endsWith(ActivationOps.LOWER));
        }
        return switch (node.operator()) {
            case "Equal" -> first instanceof Operand.Feature && first.equals(node.input(1));
            case "Greater" -> first instanceof Operand.Feature && !activations.isRectified(first);
            case "LessOrEqual", "GreaterOrEqual", "Min", "Max", "Sub" ->
                part || bound && !activations.isRectified(first);
            case "Where", "And", "Mul", "Sigmoid" -> part;
            default -> false;
        };
    }

    /** What a node contributes that {@link #takes} took. */
    Operand of(OnnxNode node) throws InvalidFileException {
        node.requireKnownInputs();
        return switch (node.operator()) {
            case "LessOrEqual" -> holds(node, true);
            case "GreaterOrEqual" -> node.input(0) instanceof SidePart ? passes(node) : holds(node, false);
            case "And" -> pair(node, 0, 1, Stage.HOLDS, Stage.INSIDE);
            case "Min" -> capped(node);
            case "Max" -> clamped(node);
            case "Equal" -> SidePart.of(Stage.NUMBER, node.feature(0));
            case "Greater" -> positive(node);
            case "Sub" -> toBound(node);
            case "Mul" -> node.input(0) instanceof SidePart ? scaled(node) : gated(node);
            case "Sigmoid" -> gate(part(node, 0, Stage.SCALED));
            case "Where" -> where(node);
            default -> throw FunctionOps.unknownForm(node);
        };
    }

    private static Operand gate(SidePart scaled) {
        return scaled.then(Stage.GATE, scaled.number());
    }

    private Operand holds(OnnxNode node, boolean above) throws InvalidFileException {
        return side(node, Stage.HOLDS, node.feature(0), 1, above);
    }

    /** A part with the bounds of one side. */
    private SidePart side(OnnxNode node, Stage stage, Operand.Feature x, int input, boolean above)
            throws InvalidFileException {
        StoredTensor bounds = activations.bounds(node, input, x);
        return new SidePart(stage, x, above ? null : bounds, above ? bounds : null, 0);
    }

    private static SidePart pair(OnnxNode node, int first, int second, Stage of, Stage next)
            throws InvalidFileException {
        SidePart both = part(node, first, of).with(part(node, second, of), next);
        if (both == null) {
            throw FunctionOps.unknownForm(node);
        }
        return both;
    }

    private Operand capped(OnnxNode node) throws InvalidFileException {
        return side(node, Stage.CAPPED, node.feature(0), 1, true);
    }

    private Operand clamped(OnnxNode node) throws InvalidFileException {
        SidePart capped = part(node, 0, Stage.CAPPED);
        StoredTensor lower = activations.bounds(node, 1, capped.x());
        return bound(node, Policy.SATURATE, 0, new SidePart(Stage.INSIDE, capped.x(), lower, capped.upper(), 0));
    }

    private Operand positive(OnnxNode node) throws InvalidFileException {
        ActivationOps.requireZero(node, 1);
        return SidePart.of(Stage.POSITIVE, node.feature(0));
    }

    private Operand toBound(OnnxNode node) throws InvalidFileException {
        return node.input(0) instanceof Operand.Constant
                ? side(node, Stage.TO_BOUND, node.feature(1), 0, true)
                : side(node, Stage.TO_BOUND, node.feature(0), 1, false);
    }

    private Operand scaled(OnnxNode node) throws InvalidFileException {
        float kappa = ActivationOps.scalar(node, 1);
        if (!(kappa > 0)) {
            throw node.invalid("input 1", Float.toString(kappa), "a positive steepness");
        }
        return part(node, 0, Stage.DISTANCE).then(Stage.SCALED, kappa);
    }

    private Operand gated(OnnxNode node) throws InvalidFileException {
        SidePart gate = part(node, 1, Stage.GATE);
        if (!gate.x().equals(node.input(0))) {
            throw FunctionOps.unknownForm(node);
        }
        return bound(node, Policy.SMOOTH, gate.number(), gate);
    }

    private Operand passes(OnnxNode node) throws InvalidFileException {
        float cut = ActivationOps.scalar(node, 1);
        if (!(cut < 0)) {
            throw node.invalid("input 1", Float.toString(cut), "a negative distance from the bound");
        }
        return part(node, 0, Stage.DISTANCE).then(Stage.PASSES, -cut);
    }

    /** Of two distances, of x inside its bounds, or of what a guard lets pass of a bound. */
    private Operand where(OnnxNode node) throws InvalidFileException {
        if (!(node.input(0) instanceof SidePart condition)) {
            throw FunctionOps.unknownForm(node);
        }
        if (condition.stage() == Stage.POSITIVE) {
            return distance(node, condition);
        }
        ActivationOps.requireZero(node, 2);
        Operand.Feature y = node.feature(1);
        if (condition.stage() == Stage.INSIDE && condition.x().equals(y)) {
            return bound(node, Policy.ZERO, 0, condition);
        }
        GraphAssembly.Draft made = assembly.producer(y).orElse(null);
        if (made != null
                && made.op() instanceof Bound bound
                && bound.twoSided()
                && made.input().equals(condition.x())
                && cuts(condition, bound)) {
            SidePart again = new SidePart(
                    Stage.INSIDE, condition.x(), made.parameter("lower"), made.firstParameter(), bound.kappa());
            return bound(node, bound.policy(), bound.kappa(), again);
        }
        throw FunctionOps.unknownForm(node);
    }

    private static Operand distance(OnnxNode node, SidePart positive) throws InvalidFileException {
        SidePart inside = pair(node, 1, 2, Stage.TO_BOUND, Stage.DISTANCE);
        boolean upperFirst = part(node, 1, Stage.TO_BOUND).upper() != null;
        if (!upperFirst || !inside.x().equals(positive.x())) {
            throw FunctionOps.unknownForm(node);
        }
        return inside;
    }

    /** Whether a condition only takes NaN and ∞ from a bound. */
    private static boolean cuts(SidePart condition, Bound bound) {
        return switch (bound.policy()) {
            case ZERO -> false;
            case SATURATE -> condition.stage() == Stage.NUMBER;
            case SMOOTH ->
                condition.stage() == Stage.PASSES && condition.number() * bound.kappa() > BoundExport.CUT - 0.5f;
        };
    }

    private Operand bound(OnnxNode node, Policy policy, float kappa, SidePart bounds) throws InvalidFileException {
        if (policy != Policy.SMOOTH) {
            requireSide(node, bounds.upper(), 1);
            requireSide(node, bounds.lower(), -1);
        }
        return assembly.bounded(node.proto(), bounds.x(), policy, kappa, bounds.lower(), bounds.upper());
    }

    /** What lies on the wrong side of 0 would be another function here. */
    private static void requireSide(OnnxNode node, StoredTensor bounds, int sign) throws InvalidFileException {
        for (float bound : bounds.floats()) {
            if (sign * bound < 0) {
                throw node.invalid(
                        sign > 0 ? "upper bounds" : "lower bounds",
                        "a bound of " + bound,
                        sign > 0 ? "at least 0" : "at most 0");
            }
        }
    }

    private static SidePart part(OnnxNode node, int input, Stage stage) throws InvalidFileException {
        if (node.input(input) instanceof SidePart part && part.stage() == stage) {
            return part;
        }
        throw FunctionOps.unknownForm(node);
    }
}
