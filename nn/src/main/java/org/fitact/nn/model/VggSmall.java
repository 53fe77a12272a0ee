package org.fitact.nn.model;

import org.fitact.nn.graph.GraphBuilder;

/**
 * A VGG for small data: four 3×3 convolutions with batch norm, three max-pools, a global average, one linear layer. As in
 * {@link Vgg16}, the linear layer is a tiny part of the memory: nothing bounds what comes out of it.
 */
final class VggSmall implements Model {

    @Override
    public String name() {
        return "vgg-small";
    }

    @Override
    public void build(GraphBuilder network, int classes) {
        network.convNorm("conv1", 32, 3, 1, 1).relu("relu1").maxPool(2);
        network.convNorm("conv2", 64, 3, 1, 1).relu("relu2").maxPool(2);
        network.convNorm("conv3", 128, 3, 1, 1).relu("relu3");
        network.convNorm("conv4", 128, 3, 1, 1).relu("relu4").maxPool(2);
        int side = Math.min(network.shape().extent(0), network.shape().extent(1));
        network.averagePool(side);
        network.flatten().linear("fc", classes);
    }
}
