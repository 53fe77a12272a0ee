package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;

/**
 * One layer of a network as checkpoints had it before networks were graphs; names and components are those of the JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "layer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EarlierLayer.Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = EarlierLayer.Norm.class, name = "norm"),
    @JsonSubTypes.Type(value = EarlierLayer.Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = EarlierLayer.Activation.class, name = "activation"),
    @JsonSubTypes.Type(value = EarlierLayer.Pool.class, name = "pool"),
    @JsonSubTypes.Type(value = EarlierLayer.Flatten.class, name = "flatten"),
    @JsonSubTypes.Type(value = EarlierLayer.Residual.class, name = "residual")
})
sealed interface EarlierLayer {

    /** Adds the layer to a builder, whose shape it must be able to take. */
    void addTo(GraphBuilder network);

    /** A convolution; its input channels are those of what comes before. */
    record Convolution(String name, Form form) implements EarlierLayer {

        /** But for its input channels. */
        public record Form(int outChannels, int kernelHeight, int kernelWidth, int stride, int padding, boolean bias) {}

        @Override
        public void addTo(GraphBuilder network) {
            network.add(
                    name,
                    new Conv2d(
                            form.outChannels(),
                            form.kernelHeight(),
                            form.kernelWidth(),
                            form.stride(),
                            form.padding(),
                            form.bias()));
        }
    }

    /** Batch norm, of feature maps or of features. */
    record Norm(String name, float epsilon) implements EarlierLayer {

        public Norm {
            if (!(epsilon >= 0 && epsilon < 1)) {
                throw new IllegalArgumentException("epsilon of " + name + " is " + epsilon + ", expected 0 to 1");
            }
        }

        @Override
        public void addTo(GraphBuilder network) {
            network.add(name, new BatchNorm(epsilon));
        }
    }

    /** A linear layer with a bias. */
    record Linear(String name, int outFeatures) implements EarlierLayer {
        @Override
        public void addTo(GraphBuilder network) {
            network.linear(name, outFeatures);
        }
    }

    /** A site that a ReLU stands at until another function is put there. */
    record Activation(String name) implements EarlierLayer {
        @Override
        public void addTo(GraphBuilder network) {
            network.relu(name);
        }
    }

    /** Pooling by square windows without padding. */
    record Pool(Pool2d.Kind kind, int kernel, int stride) implements EarlierLayer {
        @Override
        public void addTo(GraphBuilder network) {
            network.pool(new org.fitact.nn.graph.op.Pool2d(kind, kernel, stride));
        }
    }

    /** Feature maps as rows. */
    record Flatten() implements EarlierLayer {
        @Override
        public void addTo(GraphBuilder network) {
            network.flatten();
        }
    }

    /**
     * {@code body(x) + shortcut(x)}, or an activation of it.
     *
     * @param shortcut empty for the identity
     * @param activation name of the site after the sum; null for none
     */
    record Residual(
            List<EarlierLayer> body,
            List<EarlierLayer> shortcut,
            @JsonSetter(nulls = Nulls.SET) String activation) implements EarlierLayer {

        public Residual {
            body = List.copyOf(body);
            shortcut = List.copyOf(shortcut);
        }

        @Override
        public void addTo(GraphBuilder network) {
            GraphBuilder main = network.branch();
            body.forEach(layer -> layer.addTo(main));
            GraphBuilder side = network.branch();
            shortcut.forEach(layer -> layer.addTo(side));
            if (activation == null) {
                network.sum(main, side);
            } else {
                network.sum(activation + ".sum", main, side).relu(activation);
            }
        }
    }
}
