package org.fitact.bench.activations;

import java.util.EnumSet;
import java.util.Set;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Sigmoid;
import org.fitact.nn.graph.op.Silu;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.Window2d;

/**
 * Small networks of kinds that people have, for images of 28 or 32 rows and columns. Each has the parts of its kind, few of them and
 * few channels, so that it is trained in a minute.
 */
public enum SmallNetwork {
    /** A LeNet with tanh. */
    TANH("LeNet with tanh", Site.Kind.USUAL) {
        @Override
        void build(GraphBuilder builder) {
            lenet(builder, new Tanh());
        }
    },
    /** Inverted residual blocks with ReLU6 and linear ends, as MobileNetV2 has (Sandler et al., 2018); bounds on sums too. */
    RELU6("MobileNetV2-like, ReLU6", EnumSet.of(Site.Kind.ACTIVATION, Site.Kind.SUM)) {
        @Override
        void build(GraphBuilder builder) {
            Activation relu6 = new Clip(0, 6);
            builder.convNorm("stem", 16, 3, 2, 1).add("stem.relu", relu6);
            inverted(builder, "block1", 16, 1, relu6, false);
            inverted(builder, "block2", 24, 2, relu6, false);
            inverted(builder, "block3", 24, 1, relu6, false);
            builder.convNorm("head", 64, 1, 1, 0).add("head.relu", relu6);
        }
    },
    /** Such blocks with SiLU and squeeze-and-excitation, as EfficientNet has (Tan and Le, 2019). */
    SILU("EfficientNet-like, SiLU", Site.Kind.USUAL) {
        @Override
        void build(GraphBuilder builder) {
            Activation silu = new Silu();
            builder.convNorm("stem", 16, 3, 2, 1).add("stem.silu", silu);
            inverted(builder, "block1", 16, 1, silu, true);
            inverted(builder, "block2", 24, 2, silu, true);
            inverted(builder, "block3", 24, 1, silu, true);
            builder.convNorm("head", 64, 1, 1, 0).add("head.silu", silu);
        }
    },
    /** A LeNet with ReLU, its logits bounded too. */
    LOGITS("LeNet with ReLU, logits bounded", EnumSet.of(Site.Kind.ACTIVATION, Site.Kind.LOGITS)) {
        @Override
        void build(GraphBuilder builder) {
            lenet(builder, new Relu());
        }
    };

    private static final int EXPANSION = 4;

    private final String label;
    private final Set<Site.Kind> places;

    SmallNetwork(String label, Set<Site.Kind> places) {
        this.label = label;
        this.places = places;
    }

    abstract void build(GraphBuilder builder);

    /** As reports write it. */
    public String label() {
        return label;
    }

    /** Where it is bounded. */
    Set<Site.Kind> places() {
        return places;
    }

    Graph graph(Shape image, int classes) {
        GraphBuilder builder = new GraphBuilder(image);
        build(builder);
        Shape last = builder.shape();
        if (last.rank() == 3) {
            globalAverage(builder).flatten();
        }
        return builder.linear("fc", classes).build();
    }

    private static void lenet(GraphBuilder builder, Activation function) {
        builder.conv("conv1", 8, 5, 1, 2).add("act1", function).maxPool(2);
        builder.conv("conv2", 16, 5, 1, 0).add("act2", function).maxPool(2);
        builder.flatten().linear("fc1", 64).add("act3", function);
    }

    /** Wider, each channel for itself, narrower without an activation; added to what it began with where that fits. */
    private static void inverted(
            GraphBuilder builder, String name, int channels, int stride, Activation function, boolean excited) {
        GraphBuilder shortcut = builder.branch();
        int wide = EXPANSION * builder.shape().extent(-1);
        GraphBuilder body = builder.branch();
        body.convNorm(name + ".expand", wide, 1, 1, 0).add(name + ".act1", function);
        body.add(name + ".depthwise", new Conv2d(wide, wide, Window2d.square(3, stride, 1), false))
                .norm(name + ".norm")
                .add(name + ".act2", function);
        if (excited) {
            GraphBuilder gate = globalAverage(body.branch());
            gate.conv(name + ".squeeze", wide / 8, 1, 1, 0).add(name + ".act3", new Silu());
            gate.conv(name + ".excite", wide, 1, 1, 0).add(name + ".gate", new Sigmoid());
            body.product(name + ".scaled", body.branch(), gate);
        }
        body.convNorm(name + ".project", channels, 1, 1, 0);
        if (body.shape().equals(shortcut.shape())) {
            builder.sum(name + ".sum", body, shortcut);
        } else {
            builder.continueFrom(body);
        }
    }

    private static GraphBuilder globalAverage(GraphBuilder builder) {
        int side = builder.shape().extent(0);
        return builder.pool(new Pool2d(org.fitact.tensor.backend.op.Pool2d.Kind.AVERAGE, side, side));
    }
}
