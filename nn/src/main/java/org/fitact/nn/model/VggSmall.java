package org.fitact.nn.model;

import org.fitact.nn.layer.Flatten;
import org.fitact.nn.layer.NetworkBuilder;
import org.fitact.nn.layer.Pool2d;

/** A VGG for small data: four 3×3 convolutions with batch norm, three max-pools, one linear layer. */
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
        network.add(new Flatten()).linear("fc", classes);
    }
}
