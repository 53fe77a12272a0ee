package org.fitact.nn.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Concat;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Dropout;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Relu;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BinaryOp;

/**
 * Puts a graph together one node behind the other, keeping track of the shape. A branch goes on from where its trunk stands,
 * and adds to the same graph; {@link #sum} brings two together.
 */
public final class GraphBuilder {

    /** What a builder and its branches have in common. */
    private static final class Nodes {
        private final Shape image;
        private final List<Node> all = new ArrayList<>();
        private final Map<String, Integer> numbers = new LinkedHashMap<>();

        Nodes(Shape image) {
            this.image = image;
        }

        /** For what has no name of its own: {@code pool1}, {@code pool2}. */
        String numbered(String label) {
            return label + numbers.merge(label, 1, Integer::sum);
        }
    }

    private final Nodes nodes;
    private String value;
    private Shape shape;

    /** @param image shape of one image, {@code [height, width, channels]} */
    public GraphBuilder(Shape image) {
        this(new Nodes(image), Graph.IMAGES, image);
    }

    private GraphBuilder(Nodes nodes, String value, Shape shape) {
        this.nodes = nodes;
        this.value = value;
        this.shape = shape;
    }

    /** Shape of the present value for one image. */
    public Shape shape() {
        return shape;
    }

    /** A builder that starts with this one's present value. */
    public GraphBuilder branch() {
        return new GraphBuilder(nodes, value, shape);
    }

    /**
     * Adds a node that reads the present value and has its parameters for itself.
     *
     * @throws IllegalArgumentException if the op cannot take the present value; names the node
     */
    public GraphBuilder add(String name, Op op) {
        return add(name, op, List.of(value), List.of(shape));
    }

    private GraphBuilder add(String name, Op op, List<String> inputs, List<Shape> shapes) {
        Node node;
        try {
            shape = op.outputShape(shapes);
            List<String> parameters = op.parameters(shapes).stream()
                    .map(ParameterSpec::name)
                    .map(part -> name + "." + part)
                    .toList();
            node = new Node(name, op, inputs, parameters);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        nodes.all.add(node);
        value = name;
        return this;
    }

    /** A convolution with a bias. */
    public GraphBuilder conv(String name, int outChannels, int kernel, int stride, int padding) {
        return add(name, new Conv2d(outChannels, kernel, kernel, stride, padding, true));
    }

    /** A convolution without a bias, which batch norm would cancel, and batch norm. */
    public GraphBuilder convNorm(String name, int outChannels, int kernel, int stride, int padding) {
        return add(name + ".conv", new Conv2d(outChannels, kernel, kernel, stride, padding, false))
                .norm(name + ".norm");
    }

    /** Batch norm. */
    public GraphBuilder norm(String name) {
        return add(name, new BatchNorm(BatchNorm.EPSILON));
    }

    /** A linear layer of rows. @throws IllegalArgumentException if the present value is not flat */
    public GraphBuilder linear(String name, int outFeatures) {
        if (shape.rank() != 1) {
            throw new IllegalArgumentException(name + ": a linear layer takes rows, but its input is " + shape);
        }
        return add(name, new Linear(outFeatures));
    }

    /** A ReLU, which protection can replace. */
    public GraphBuilder relu(String name) {
        return add(name, new Relu());
    }

    /** Max pooling whose windows lie side by side. */
    public GraphBuilder maxPool(int kernel) {
        return pool(new Pool2d(org.fitact.tensor.backend.op.Pool2d.Kind.MAX, kernel, kernel));
    }

    /** Average pooling whose windows lie side by side. */
    public GraphBuilder averagePool(int kernel) {
        return pool(new Pool2d(org.fitact.tensor.backend.op.Pool2d.Kind.AVERAGE, kernel, kernel));
    }

    public GraphBuilder pool(Pool2d pool) {
        return add(nodes.numbered("pool"), pool);
    }

    public GraphBuilder dropout(float rate) {
        return add(nodes.numbered("dropout"), new Dropout(rate));
    }

    /** Feature maps as rows. */
    public GraphBuilder flatten() {
        return add(nodes.numbered("flatten"), new Flatten());
    }

    /** The sum of the values at which two branches of this builder stand. */
    public GraphBuilder sum(String name, GraphBuilder body, GraphBuilder shortcut) {
        return add(name, new Add(), List.of(body.value, shortcut.value), List.of(body.shape, shortcut.shape));
    }

    /** The product of the values at which two branches of this builder stand, the smaller one repeated. */
    public GraphBuilder product(String name, GraphBuilder first, GraphBuilder second) {
        Binary product = new Binary(BinaryOp.MULTIPLY);
        return add(name, product, List.of(first.value, second.value), List.of(first.shape, second.shape));
    }

    /** The same under a number. */
    public GraphBuilder sum(GraphBuilder body, GraphBuilder shortcut) {
        return sum(nodes.numbered("sum"), body, shortcut);
    }

    /** The values at which branches of this builder stand, beside each other: their channels, or features, in this order. */
    public GraphBuilder concat(List<GraphBuilder> parts) {
        return add(
                nodes.numbered("concat"),
                new Concat(parts.size(), shape.rank() - 1),
                parts.stream().map(part -> part.value).toList(),
                parts.stream().map(part -> part.shape).toList());
    }

    /** Goes on where a branch of this builder stands. */
    public GraphBuilder continueFrom(GraphBuilder branch) {
        value = branch.value;
        shape = branch.shape;
        return this;
    }

    /** The graph whose result is the present value. */
    public Graph build() {
        return new Graph(nodes.image, nodes.all, value);
    }
}
