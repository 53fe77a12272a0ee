package org.fitact.nn.model;

import org.fitact.nn.graph.GraphBuilder;

/**
 * VGG-16 (Simonyan and Zisserman, 2015) with batch norm and one linear layer, as usual for 32×32 images: 14,728,266
 * parameters. Its convolutions keep their biases beside batch norm, as the published counts have them.
 */
final class Vgg16 implements Model {

    private static final int[][] STAGES = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}};

    @Override
    public String name() {
        return "vgg16";
    }

    @Override
    public void build(GraphBuilder network, int classes) {
        int layer = 1;
        for (int[] stage : STAGES) {
            for (int channels : stage) {
                network.conv("conv" + layer, channels, 3, 1, 1)
                        .norm("norm" + layer)
                        .relu("relu" + layer);
                layer++;
            }
            network.maxPool(2);
        }
        network.flatten().linear("fc", classes);
    }
}
