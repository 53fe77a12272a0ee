package org.fitact.nn.model;

import java.util.List;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.op.Conv2d;

/**
 * DenseNet-121 (Huang et al., 2017) as torchvision has it: each layer, batch norm and ReLU before a 1×1 and a 3×3 convolution,
 * adds 32 channels to all that came before it; between blocks a 1×1 convolution and a pooling halve channels and size.
 * 6,956,426 parameters for 10 classes of small images, 7,978,856 for 1000 of {@link Stem#isLarge large} ones.
 */
final class DenseNet121 implements Model {

    private static final int[] BLOCKS = {6, 12, 24, 16};
    private static final int GROWTH = 32;
    private static final int BOTTLENECK = 4 * GROWTH;
    private static final int STEM_CHANNELS = 64;

    @Override
    public String name() {
        return "densenet121";
    }

    @Override
    public void build(GraphBuilder network, int classes) {
        if (Stem.isLarge(network.shape())) {
            Stem.large(network, STEM_CHANNELS);
        } else {
            network.convNorm("stem", STEM_CHANNELS, 3, 1, 1).relu("stem.relu");
        }
        for (int block = 1; block <= BLOCKS.length; block++) {
            for (int layer = 1; layer <= BLOCKS[block - 1]; layer++) {
                addLayer(network, "block" + block + ".layer" + layer);
            }
            if (block < BLOCKS.length) {
                String name = "transition" + block;
                network.norm(name + ".norm").relu(name + ".relu");
                conv(network, name + ".conv", network.shape().extent(2) / 2, 1, 0)
                        .averagePool(2);
            }
        }
        network.norm("norm").relu("relu");
        network.averagePool(network.shape().extent(0)).flatten().linear("fc", classes);
    }

    private static void addLayer(GraphBuilder network, String name) {
        GraphBuilder body = network.branch();
        body.norm(name + ".norm1").relu(name + ".relu1");
        conv(body, name + ".conv1", BOTTLENECK, 1, 0).norm(name + ".norm2").relu(name + ".relu2");
        conv(body, name + ".conv2", GROWTH, 3, 1);
        network.concat(List.of(network.branch(), body));
    }

    /** Without a bias, since batch norm follows sooner or later. */
    private static GraphBuilder conv(GraphBuilder network, String name, int channels, int kernel, int padding) {
        return network.add(name, new Conv2d(channels, kernel, kernel, 1, padding, false));
    }
}
