package org.fitact.nn.model;

import org.fitact.nn.layer.Flatten;
import org.fitact.nn.layer.NetworkBuilder;
import org.fitact.nn.layer.Pool2d;

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
    public void build(NetworkBuilder network, int classes) {
        network.conv("conv1", 6, 5, 1, 0).relu("relu1").add(Pool2d.max(2));
        network.conv("conv2", 16, 5, 1, 0).relu("relu2").add(Pool2d.max(2));
        network.add(new Flatten());
        network.linear("fc1", 120).relu("relu3");
        network.linear("fc2", 84).relu("relu4");
        network.linear("fc3", classes);
    }
}
