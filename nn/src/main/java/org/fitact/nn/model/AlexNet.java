package org.fitact.nn.model;

import org.fitact.nn.layer.Dropout;
import org.fitact.nn.layer.Flatten;
import org.fitact.nn.layer.NetworkBuilder;
import org.fitact.nn.layer.Pool2d;

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
    public void build(NetworkBuilder network, int classes) {
        network.conv("conv1", 64, 3, 2, 1).relu("relu1").add(Pool2d.max(2));
        network.conv("conv2", 192, 3, 1, 1).relu("relu2").add(Pool2d.max(2));
        network.conv("conv3", 384, 3, 1, 1).relu("relu3");
        network.conv("conv4", 256, 3, 1, 1).relu("relu4");
        network.conv("conv5", 256, 3, 1, 1).relu("relu5").add(Pool2d.max(2));
        network.add(new Flatten()).add(new Dropout(0.5f));
        network.linear("fc1", 4096).relu("relu6").add(new Dropout(0.5f));
        network.linear("fc2", 4096).relu("relu7");
        network.linear("fc3", classes);
    }
}
