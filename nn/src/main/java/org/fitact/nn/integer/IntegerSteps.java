package org.fitact.nn.integer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.Stored;
import org.fitact.tensor.backend.cpu.UnaryFunctions;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Wide;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.FunctionTable;
import org.fitact.tensor.integer.ProductArithmetic;

/** The nodes of a graph and the types of their values. Values are numbered: 0 is the images, every node makes the next. */
public final class IntegerSteps {

    private final Graph graph;
    private final NetworkArithmetic arithmetic;
    private final List<FixedType> types = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * @param graph in the order in which it is to run
     * @throws IllegalArgumentException if the arithmetic names a node that there is not, or a value has no type
     */
    public IntegerSteps(Graph graph, NetworkArithmetic arithmetic) {
        this.graph = graph;
        this.arithmetic = arithmetic;
        types.add(arithmetic.images());
        numbers.put(Graph.IMAGES, 0);
        for (Node node : graph.nodes()) {
            types.add(arithmetic.of(node.name()).output().orElseGet(() -> typeOfInput(node)));
            numbers.put(node.name(), types.size() - 1);
        }
        for (String name : arithmetic.layers().keySet()) {
            if (!numbers.containsKey(name)) {
                throw new IllegalArgumentException("the arithmetic is of a node " + name + ", expected one of "
                        + graph.nodes().stream().map(Node::name).toList());
            }
        }
    }

    private FixedType typeOfInput(Node node) {
        if (node.op() instanceof Stored) {
            throw new IllegalArgumentException(node + " reads no value, expected a type for its output");
        }
        return types.get(numbers.get(node.input()));
    }

    /** The nodes. */
    public Graph graph() {
        return graph;
    }

    /** How they compute. */
    public NetworkArithmetic arithmetic() {
        return arithmetic;
    }

    /** Values, the images among them. */
    public int values() {
        return types.size();
    }

    /** The node that makes a value. */
    public Node node(int value) {
        return graph.nodes().get(value - 1);
    }

    /** The name of a value. */
    public String name(int value) {
        return value == 0 ? Graph.IMAGES : node(value).name();
    }

    /** The type of a value. */
    public FixedType type(int value) {
        return types.get(value);
    }

    /** The number of a value. */
    public int number(String value) {
        return numbers.get(value);
    }

    /** The numbers of what a node reads. */
    public int[] inputs(Node node) {
        return node.inputs().stream().mapToInt(numbers::get).toArray();
    }

    /** Elements of a value for one image. */
    public int elements(int value) {
        return (value == 0 ? graph.image() : graph.shape(node(value).name())).elements();
    }

    /**
     * How a node sums products.
     *
     * @param weight format of what x is multiplied with
     * @param terms of a sum
     * @throws IllegalArgumentException if it has no accumulator, or sums take more bits than are computed exactly
     */
    public ProductArithmetic products(Node node, Format weight, Optional<Format> bias, int terms) {
        ProductArithmetic products = new ProductArithmetic(
                type(number(node.input())).format(), weight, bias, accumulator(node), type(number(node.name())));
        products.requireTerms(terms);
        return products;
    }

    /**
     * Where the sums of a node grow.
     *
     * @throws IllegalArgumentException if it has no accumulator
     */
    public Accumulator accumulator(Node node) {
        return arithmetic
                .of(node.name())
                .accumulator()
                .orElseThrow(() -> new IllegalArgumentException("there is no accumulator, expected one for its sums"));
    }

    /** The table of a node that looks a function up. */
    public FunctionTable table(Node node, UnaryOp function) {
        Format index = arithmetic
                .of(node.name())
                .table()
                .orElse(type(number(node.input())).format());
        return FunctionTable.of(
                number -> UnaryFunctions.value(function, number), index, type(number(node.name())), arithmetic.seed());
    }

    /** The word of a value's format that is nearest to a limit. */
    public long limit(double limit, int value) {
        FixedType type = FixedType.of(type(value).format());
        if (Double.isInfinite(limit)) {
            return limit > 0 ? type.greatest() : type.least();
        }
        return word(limit, type);
    }

    /** The word of what a movement copies from nowhere. */
    public long rest(Movement movement, int value) {
        return word(movement.rest(), type(value));
    }

    private static long word(double number, FixedType type) {
        Wide wide = new Wide();
        int fraction = wide.set(number);
        return wide.toWord(fraction, type, 0);
    }
}
