package org.fitact.protect.redundancy;

import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Product;

/**
 * Multiply-adds of a product for one image.
 *
 * @param places of its map at which each filter is computed
 * @param weights of all filters together
 * @param channels filters
 */
record MultiplyAdds(double places, double weights, int channels) {

    /** @param node whose product it is, as it stands in the graph */
    static MultiplyAdds of(Product product, Graph graph, Node node) {
        int channels = graph.shape(node.name()).extent(-1);
        double places = (double) graph.shape(node.name()).elements() / channels;
        int weights = node.parameters().isEmpty()
                ? 0
                : product.parameters(graph.inputShapes(node).subList(0, 1))
                        .getFirst()
                        .shape()
                        .elements();
        return new MultiplyAdds(places, weights, channels);
    }

    double all() {
        return places * weights;
    }

    /** Those of some of the filters, which are all as large. */
    double of(int filters) {
        return all() * filters / channels;
    }
}
