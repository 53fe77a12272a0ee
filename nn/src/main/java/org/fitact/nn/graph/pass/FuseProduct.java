package org.fitact.nn.graph.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Product;
import org.fitact.tensor.Shape;

/**
 * Makes every product a {@link FusedProduct} and lets it take in what stands behind it, where nobody else reads what is
 * between: a residual and an activation go into any product, a pooling into a convolution where the
 * backend gains by that. The fused node makes the value of the last one that it took in.
 *
 * @param fusesPool whether a convolution takes a pooling in, both given by one image's geometry
 * @param fusion what is taken in
 */
public record FuseProduct(
        BiPredicate<org.fitact.tensor.backend.op.Conv2d, org.fitact.tensor.backend.op.Pool2d> fusesPool, Fusion fusion)
        implements GraphPass {

    @Override
    public Program apply(Program program) {
        Graph graph = program.graph();
        Rewrite nodes = new Rewrite(graph);
        for (Node old : graph.nodes()) {
            Node node = nodes.renamed(old);
            boolean taken = fusion.takesValues()
                    && switch (node.op()) {
                        case Add _ -> intoResidual(graph, nodes, node);
                        case Activation _ -> intoActivation(nodes, node);
                        case Bound bound -> fusion == Fusion.ALL && !bound.twoSided() && intoActivation(nodes, node);
                        case Pool2d pool -> intoPool(graph, nodes, node, pool);
                        default -> false;
                    };
            if (!taken) {
                nodes.keep(node.op() instanceof Product product ? node.with(FusedProduct.of(product)) : node);
            }
        }
        return program.with(nodes);
    }

    /** The first operand that is a product takes the other in; it then runs where the sum stood. */
    private static boolean intoResidual(Graph graph, Rewrite nodes, Node sum) {
        if (!graph.shape(sum.inputs().get(0)).equals(graph.shape(sum.inputs().get(1)))) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            Node before = nodes.producerOf(sum.inputs().get(i));
            if (before != null
                    && before.op() instanceof FusedProduct product
                    && product.isOpen()
                    && !product.residual()) {
                List<String> inputs = List.of(before.input(), sum.inputs().get(1 - i));
                nodes.merge(before, new Node(sum.name(), product.withResidual(), inputs, before.parameters()));
                return true;
            }
        }
        return false;
    }

    private static boolean intoActivation(Rewrite nodes, Node activation) {
        Node before = nodes.producerOf(activation.input());
        if (before == null || !(before.op() instanceof FusedProduct product) || !product.isOpen()) {
            return false;
        }
        List<String> parameters = new ArrayList<>(before.parameters());
        parameters.addAll(activation.parameters());
        FusedProduct both = product.withActivation(activation.op());
        nodes.merge(before, new Node(activation.name(), both, before.inputs(), parameters));
        return true;
    }

    private boolean intoPool(Graph graph, Rewrite nodes, Node node, Pool2d pool) {
        Node before = nodes.producerOf(node.input());
        if (before == null
                || !(before.op() instanceof FusedProduct product)
                || !(product.product() instanceof Conv2d conv)
                || product.pool() != null) {
            return false;
        }
        Shape input = graph.shape(before.input());
        Shape sum = product.productShape(List.of(input));
        if (!fusesPool.test(conv.geometry(input), pool.geometry(sum))) {
            return false;
        }
        nodes.merge(before, new Node(node.name(), product.withPool(pool), before.inputs(), before.parameters()));
        return true;
    }
}
