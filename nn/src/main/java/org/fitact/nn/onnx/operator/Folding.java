package org.fitact.nn.onnx.operator;

import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.onnx.read.Numbers;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;

/**
 * Works out what nodes make of numbers of the file alone, element by element: extents to reshape to, and constants that
 * an exporter left in pieces. Computed in double and rounded to the type, which for float32 is what float arithmetic gives.
 * Numbers that count images may be multiplied and divided by others, and compared with numbers that are not positive.
 */
final class Folding {

    /** Numbers that all nodes of a file may make together, 64 MiB: a chain of nodes that double would make 2⁴⁰. */
    private static final int MOST = 1 << 23;

    private static final Map<String, DoubleUnaryOperator> UNARY = Map.of(
            "Neg",
            a -> -a,
            "Abs",
            Math::abs,
            "Floor",
            Math::floor,
            "Ceil",
            Math::ceil,
            "Round",
            Math::rint,
            "Sqrt",
            Math::sqrt,
            "Reciprocal",
            a -> 1 / a,
            "Not",
            a -> a == 0 ? 1 : 0);

    private static final Map<String, DoubleBinaryOperator> BINARY = Map.of(
            "Add",
            (a, b) -> a + b,
            "Sub",
            (a, b) -> a - b,
            "Mul",
            (a, b) -> a * b,
            "Min",
            Math::min,
            "Max",
            Math::max,
            "Pow",
            Math::pow);

    /** What these make is true or false. */
    private static final Map<String, DoubleBinaryOperator> COMPARISONS = Map.of(
            "Equal", (a, b) -> a == b ? 1 : 0,
            "Less", (a, b) -> a < b ? 1 : 0,
            "LessOrEqual", (a, b) -> a <= b ? 1 : 0,
            "Greater", (a, b) -> a > b ? 1 : 0,
            "GreaterOrEqual", (a, b) -> a >= b ? 1 : 0,
            "And", (a, b) -> a != 0 && b != 0 ? 1 : 0,
            "Or", (a, b) -> a != 0 || b != 0 ? 1 : 0);

    private int made;

    /** The operators that can be worked out. */
    static final Set<String> NAMES = Stream.of(
                    UNARY.keySet(), BINARY.keySet(), COMPARISONS.keySet(), Set.of("Div", "Mod", "Where"))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /** What a node makes of its numbers. */
    Operand of(OnnxNode node) throws InvalidFileException {
        String operator = node.operator();
        if (UNARY.containsKey(operator)) {
            return unary(node, node.numbers(0));
        }
        if (operator.equals("Where")) {
            return where(node);
        }
        Numbers result = node.numbers(0);
        for (int i = 1; i < node.inputs().size(); i++) {
            result = binary(node, result, node.numbers(i));
        }
        return result.operand();
    }

    private Operand unary(OnnxNode node, Numbers x) throws InvalidFileException {
        DoubleUnaryOperator function = UNARY.get(node.operator());
        boolean keepsCounts = x.type() == TensorType.I64 || node.operator().equals("Neg");
        if (x.countsImages() && !keepsCounts && !areWhole(x)) {
            throw countsImages(node);
        }
        double[] y = room(node, x.length());
        for (int i = 0; i < y.length; i++) {
            y[i] = rounded(x.type(), function.applyAsDouble(x.values()[i]));
        }
        return new Numbers(x.type(), x.shape(), y, x.counts()).operand();
    }

    private static boolean areWhole(Numbers x) {
        for (double value : x.values()) {
            if (value != Math.rint(value)) {
                return false;
            }
        }
        return true;
    }

    private Numbers binary(OnnxNode node, Numbers a, Numbers b) throws InvalidFileException {
        Broadcasting both = Broadcasting.of(node, a.shape(), b.shape());
        double[] y = room(node, both.elements());
        boolean[] counts = new boolean[y.length];
        boolean compares = COMPARISONS.containsKey(node.operator());
        for (int i = 0; i < y.length; i++) {
            int left = both.first(i);
            int right = both.second(i);
            double found = value(node, a, left, b, right);
            y[i] = compares ? found : rounded(a.type(), found);
            counts[i] = !compares && counts(node, a.countsImages(left), b.countsImages(right), a, left, b, right);
        }
        return new Numbers(compares ? TensorType.BOOL : a.type(), both.shape(), y, counts);
    }

    private static double value(OnnxNode node, Numbers a, int left, Numbers b, int right) throws InvalidFileException {
        double x = a.values()[left];
        double y = b.values()[right];
        if (COMPARISONS.containsKey(node.operator())) {
            boolean decided = a.countsImages(left) == b.countsImages(right)
                    || (a.countsImages(left) ? x > 0 && y <= 0 : y > 0 && x <= 0);
            if (!decided) {
                throw countsImages(node);
            }
            return COMPARISONS.get(node.operator()).applyAsDouble(x, y);
        }
        boolean whole = a.type() == TensorType.I64;
        if (whole && y == 0 && (node.operator().equals("Div") || node.operator().equals("Mod"))) {
            throw node.invalid("input 1", "0", "a number to divide by");
        }
        return switch (node.operator()) {
            case "Div" -> whole ? (double) ((long) x / (long) y) : x / y;
            case "Mod" -> whole ? (double) Math.floorMod((long) x, (long) y) : x % y;
            default -> BINARY.get(node.operator()).applyAsDouble(x, y);
        };
    }

    /** Whether a result counts images, if it can be said: {@code aN·b}, {@code aN/b}, {@code 0 + aN}, {@code aN + bN}. */
    private static boolean counts(OnnxNode node, boolean left, boolean right, Numbers a, int i, Numbers b, int j)
            throws InvalidFileException {
        if (!left && !right) {
            return false;
        }
        boolean known = switch (node.operator()) {
            case "Mul" -> left != right;
            case "Div" -> left && (right || a.values()[i] % b.values()[j] == 0 || a.type() != TensorType.I64);
            case "Add", "Sub", "Min", "Max" -> left && right || a.values()[i] == 0 || b.values()[j] == 0;
            default -> false;
        };
        if (!known) {
            throw countsImages(node);
        }
        return !(node.operator().equals("Div") && right);
    }

    private static InvalidFileException countsImages(OnnxNode node) {
        return node.invalid("inputs", "a number that depends on how many images there are", "a multiple of it");
    }

    private Operand where(OnnxNode node) throws InvalidFileException {
        Numbers condition = node.numbers(0);
        Numbers a = node.numbers(1);
        Numbers b = node.numbers(2);
        Broadcasting choices = Broadcasting.of(node, a.shape(), b.shape());
        Broadcasting all = Broadcasting.of(node, condition.shape(), choices.shape());
        double[] y = room(node, all.elements());
        boolean[] counts = new boolean[y.length];
        for (int i = 0; i < y.length; i++) {
            boolean first = condition.values()[all.first(i)] != 0;
            int at = first ? choices.first(all.second(i)) : choices.second(all.second(i));
            Numbers from = first ? a : b;
            y[i] = from.values()[at];
            counts[i] = from.countsImages(at);
        }
        return new Numbers(a.type(), all.shape(), y, counts).operand();
    }

    static double rounded(TensorType type, double value) {
        return type == TensorType.F32 ? (float) value : value;
    }

    /** Room for what a node makes, if the file may make so much. */
    double[] room(OnnxNode node, long elements) throws InvalidFileException {
        if (elements > MOST - made) {
            throw node.invalid(
                    "output", "of " + elements + " numbers", "at most " + MOST + " from all nodes of constants");
        }
        made += (int) elements;
        return new double[(int) elements];
    }
}
