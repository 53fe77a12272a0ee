package org.fitact.nn.delta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.Window2d;

/** The steps of a plan as those that follow changes, and the values between them. */
final class Steps {

    private final Plan plan;
    private final Graph graph;
    private final PlanParameters parameters;
    private final Work work;
    private final Map<String, Value> values = new HashMap<>();
    private final List<Step> all = new ArrayList<>();

    Steps(Plan plan, PlanParameters parameters, Work work) {
        this.plan = plan;
        this.graph = plan.graph();
        this.parameters = parameters;
        this.work = work;
        values.put(Graph.IMAGES, new Value(graph.image().elements()));
        Map<String, Node> made = new HashMap<>();
        plan.steps().forEach(node -> made.put(node.name(), node));
        for (Node node : graph.nodes()) {
            if (made.containsKey(node.name())) {
                values.put(node.name(), new Value(graph.shape(node.name()).elements()));
                all.add(step(node));
            } else {
                values.put(node.name(), values.get(node.input()));
            }
        }
    }

    List<Step> all() {
        return all;
    }

    Value value(String name) {
        return values.get(name);
    }

    private Step step(Node node) {
        List<Value> inputs = node.inputs().stream().map(values::get).toList();
        Value output = values.get(node.name());
        UnaryOp function = ElementwiseStep.functionOf(node);
        if (function != null) {
            return ElementwiseStep.of(plan, node, inputs.getFirst(), output, function);
        }
        return switch (node.op()) {
            case FusedProduct product -> product(node, product, inputs.getFirst(), output);
            case Bound bound -> ElementwiseStep.of(plan, node, bound, inputs.getFirst(), output, parameters);
            case Add _ when ofOneShape(node) -> new AddStep(plan, node, inputs, output);
            case Pool2d pool ->
                new PoolStep(plan, node, pool.geometry(graph.shape(node.input())), inputs.getFirst(), output);
            default -> new Step(plan, node, inputs, output);
        };
    }

    private boolean ofOneShape(Node node) {
        List<Shape> shapes = graph.inputShapes(node);
        return shapes.get(0).equals(shapes.get(1));
    }

    private Step product(Node node, FusedProduct fused, Value input, Value output) {
        if (!fused.isOpen() || fused.residual()) {
            throw new IllegalArgumentException(
                    node + " has taken in what is behind it, expected a plan that keeps values");
        }
        float[] weights = parameters.numbers(node.parameters().get(0));
        float[] biases =
                fused.product().bias() ? parameters.numbers(node.parameters().get(1)) : null;
        Shape shape = graph.shape(node.input());
        org.fitact.tensor.backend.op.Conv2d geometry = switch (fused.product()) {
            case Conv2d conv -> conv.geometry(shape);
            case Linear linear -> column(linear.geometry(shape));
        };
        return new ProductStep(plan, node, geometry, input, output, weights, biases, work);
    }

    /** The rows as the pixels of a map that is one pixel wide. */
    private static org.fitact.tensor.backend.op.Conv2d column(Gemm rows) {
        return new org.fitact.tensor.backend.op.Conv2d(1, rows.m(), 1, rows.k(), rows.n(), 1, Window2d.of(1, 1, 1, 0));
    }
}
