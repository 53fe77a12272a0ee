package org.fitact.nn.model;

import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.tensor.backend.op.Window2d;

/**
 * MobileNetV2 (Sandler et al., 2018, table 2) as torchvision has it: inverted residuals, a 1×1 convolution to more channels, a
 * depthwise 3×3 one, and a 1×1 one back without activation; ReLU6 elsewhere. 2,236,682 parameters for 10 classes of small
 * images, for which the first two of the five strides are 1; 3,504,872 for 1000 classes.
 */
final class MobileNetV2 implements Model {

    /** Of each stage: expansion, channels, blocks, stride of the first. */
    private static final int[][] STAGES = {
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    private static final int STEM_CHANNELS = 32;
    private static final int LAST_CHANNELS = 1280;

    /** Of the first stages that keep the size of a small image. */
    private static final int STAGES_AT_FULL_SIZE = 2;

    private static final float DROPOUT = 0.2f;
    private static final Clip RELU6 = new Clip(0, 6);

    @Override
    public String name() {
        return "mobilenet-v2";
    }

    @Override
    public void build(GraphBuilder network, int classes) {
        boolean large = Stem.isLarge(network.shape());
        network.convNorm("stem", STEM_CHANNELS, 3, large ? 2 : 1, 1).add("stem.relu", RELU6);
        for (int stage = 0; stage < STAGES.length; stage++) {
            int[] form = STAGES[stage];
            for (int block = 0; block < form[2]; block++) {
                int stride = block > 0 || !large && stage < STAGES_AT_FULL_SIZE ? 1 : form[3];
                addBlock(network, "stage" + (stage + 1) + ".block" + (block + 1), form[0], form[1], stride);
            }
        }
        network.convNorm("last", LAST_CHANNELS, 1, 1, 0).add("last.relu", RELU6);
        network.averagePool(network.shape().extent(0))
                .flatten()
                .dropout(DROPOUT)
                .linear("fc", classes);
    }

    private static void addBlock(GraphBuilder network, String name, int expansion, int channels, int stride) {
        int inputs = network.shape().extent(2);
        boolean residual = stride == 1 && inputs == channels;
        GraphBuilder body = residual ? network.branch() : network;
        int width = expansion * inputs;
        if (expansion > 1) {
            body.convNorm(name + ".expand", width, 1, 1, 0).add(name + ".relu1", RELU6);
        }
        body.add(name + ".depthwise.conv", new Conv2d(width, width, Window2d.square(3, stride, 1), false))
                .norm(name + ".depthwise.norm")
                .add(name + ".relu2", RELU6);
        body.convNorm(name + ".project", channels, 1, 1, 0);
        if (residual) {
            network.sum(name + ".sum", body, network.branch());
        }
    }
}
