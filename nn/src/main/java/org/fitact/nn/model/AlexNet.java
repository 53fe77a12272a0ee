package org.fitact.nn.model;

import org.fitact.nn.graph.GraphBuilder;

/** AlexNet (Krizhevsky et al., 2012) in the form that is usual for 32×32 images: 23,272,266 parameters. */
final class AlexNet implements Model {

    @Override
    public String name() {
        return "alexnet";
    }

    /** Without batch norm, larger steps diverge. */
    @Override
    public double learningRate() {
        return 0.01;
    }

    @Override
    public void build(GraphBuilder network, int classes) {
        network.conv("conv1", 64, 3, 2, 1).relu("relu1").maxPool(2);
        network.conv("conv2", 192, 3, 1, 1).relu("relu2").maxPool(2);
        network.conv("conv3", 384, 3, 1, 1).relu("relu3");
        network.conv("conv4", 256, 3, 1, 1).relu("relu4");
        network.conv("conv5", 256, 3, 1, 1).relu("relu5").maxPool(2);
        network.flatten().dropout(0.5f);
        network.linear("fc1", 4096).relu("relu6").dropout(0.5f);
        network.linear("fc2", 4096).relu("relu7");
        network.linear("fc3", classes);
    }
}
