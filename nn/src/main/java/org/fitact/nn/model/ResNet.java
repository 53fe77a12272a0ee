package org.fitact.nn.model;

import org.fitact.nn.graph.GraphBuilder;

/**
 * Residual networks (He et al., 2016) with a 3×3 stem for 32×32 images; {@code resnet18} has the stem of ImageNet's for large ones. Where a block halves the map, its 3×3
 * convolution has stride 2 (in a bottleneck the middle one), and the shortcut is a 1×1 projection.
 *
 * @param stemChannels channels of the stem's convolution
 * @param blocks blocks of each stage
 * @param widths channels of each stage's 3×3 convolutions
 * @param expansion output channels of a block over its width: 4 for bottlenecks, 1 for basic blocks
 * @param scales whether images that are {@link Stem#isLarge large} get another stem
 */
record ResNet(String name, int stemChannels, int[] blocks, int[] widths, int expansion, boolean scales)
        implements Model {

    /** ResNet-18: basic blocks 2-2-2-2; 11,173,962 parameters for 10 classes of 32×32, 11,689,512 for 1000 of 224×224. */
    static ResNet resNet18() {
        return new ResNet("resnet18", 64, new int[] {2, 2, 2, 2}, new int[] {64, 128, 256, 512}, 1, true);
    }

    /** ResNet-50: bottlenecks 3-4-6-3, 23,520,842 parameters for 10 classes. */
    static ResNet resNet50() {
        return new ResNet("resnet50", 64, new int[] {3, 4, 6, 3}, new int[] {64, 128, 256, 512}, 4, false);
    }

    /** ResNet-20: basic blocks 3-3-3, the form of the paper's CIFAR-10 section. */
    static ResNet resNet20() {
        return new ResNet("resnet20", 16, new int[] {3, 3, 3}, new int[] {16, 32, 64}, 1, false);
    }

    /** ResNet-29: bottlenecks 3-3-3, the 9n + 2 layers of He et al., <i>Identity Mappings</i>, 2016, with n = 3: ResNet-50's blocks for a CPU. */
    static ResNet resNet29() {
        return new ResNet("resnet29", 16, new int[] {3, 3, 3}, new int[] {16, 32, 64}, 4, false);
    }

    @Override
    public void build(GraphBuilder network, int classes) {
        if (scales && Stem.isLarge(network.shape())) {
            Stem.large(network, stemChannels);
        } else {
            network.convNorm("stem", stemChannels, 3, 1, 1).relu("stem.relu");
        }
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                addBlock(network, "stage" + (stage + 1) + ".block" + (block + 1), widths[stage], stride);
            }
        }
        network.averagePool(network.shape().extent(0)).flatten().linear("fc", classes);
    }

    private void addBlock(GraphBuilder network, String name, int width, int stride) {
        GraphBuilder body = network.branch();
        if (expansion > 1) {
            body.convNorm(name + ".conv1", width, 1, 1, 0).relu(name + ".relu1");
            body.convNorm(name + ".conv2", width, 3, stride, 1).relu(name + ".relu2");
            body.convNorm(name + ".conv3", width * expansion, 1, 1, 0);
        } else {
            body.convNorm(name + ".conv1", width, 3, stride, 1).relu(name + ".relu1");
            body.convNorm(name + ".conv2", width, 3, 1, 1);
        }
        GraphBuilder shortcut = network.branch();
        if (!body.shape().equals(network.shape())) {
            shortcut.convNorm(name + ".shortcut", width * expansion, 1, stride, 0);
        }
        network.sum(name + ".relu.sum", body, shortcut).relu(name + ".relu");
    }
}
