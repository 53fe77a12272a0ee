package org.fitact.nn.model;

import org.fitact.nn.graph.GraphBuilder;

/** LeNet-5 (LeCun et al., 1998) with ReLU and max-pooling, for 32×32 images. */
final class LeNet5 implements Model {

    @Override
    public String name() {
        return "lenet5";
    }

    /** Without batch norm, larger steps diverge. */
    @Override
    public double learningRate() {
        return 0.01;
    }

    @Override
    public void build(GraphBuilder network, int classes) {
        network.conv("conv1", 6, 5, 1, 0).relu("relu1").maxPool(2);
        network.conv("conv2", 16, 5, 1, 0).relu("relu2").maxPool(2);
        network.flatten();
        network.linear("fc1", 120).relu("relu3");
        network.linear("fc2", 84).relu("relu4");
        network.linear("fc3", classes);
    }
}
