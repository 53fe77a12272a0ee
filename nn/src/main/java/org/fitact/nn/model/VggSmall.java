package org.fitact.nn.model;

import org.fitact.nn.layer.Flatten;
import org.fitact.nn.layer.NetworkBuilder;
import org.fitact.nn.layer.Pool2d;

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
    public void build(NetworkBuilder network, int classes) {
        network.convNorm("conv1", 32, 3, 1, 1).relu("relu1").add(Pool2d.max(2));
        network.convNorm("conv2", 64, 3, 1, 1).relu("relu2").add(Pool2d.max(2));
        network.convNorm("conv3", 128, 3, 1, 1).relu("relu3");
        network.convNorm("conv4", 128, 3, 1, 1).relu("relu4").add(Pool2d.max(2));
        int side = Math.min(network.shape().extent(0), network.shape().extent(1));
        network.add(Pool2d.average(side));
        network.add(new Flatten()).linear("fc", classes);
    }
}
