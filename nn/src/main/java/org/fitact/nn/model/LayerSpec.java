package org.fitact.nn.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.fitact.nn.layer.Conv2d;
import org.fitact.nn.layer.NetworkBuilder;
import org.fitact.tensor.backend.Pool2d;

/**
 * One layer of a network that no model of the zoo is: what must be known to build it, without its parameters' values. As
 * JSON it stands in checkpoints, so names and components here are part of their format.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "layer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LayerSpec.Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = LayerSpec.Norm.class, name = "norm"),
    @JsonSubTypes.Type(value = LayerSpec.Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = LayerSpec.Activation.class, name = "activation"),
    @JsonSubTypes.Type(value = LayerSpec.Pool.class, name = "pool"),
    @JsonSubTypes.Type(value = LayerSpec.Flatten.class, name = "flatten"),
    @JsonSubTypes.Type(value = LayerSpec.Residual.class, name = "residual")
})
public sealed interface LayerSpec {

    /** Adds the layer to a builder, whose shape it must be able to take. */
    void addTo(NetworkBuilder network);

    /** A convolution; its input channels are those of what comes before. */
    record Convolution(String name, Conv2d.Form form) implements LayerSpec {
        @Override
        public void addTo(NetworkBuilder network) {
            network.conv(name, form);
        }
    }

    /** Batch norm, of feature maps or of features. */
    record Norm(String name, float epsilon) implements LayerSpec {

        public Norm {
            if (!(epsilon >= 0 && epsilon < 1)) {
                throw new IllegalArgumentException("epsilon of " + name + " is " + epsilon + ", expected 0 to 1");
            }
        }

        @Override
        public void addTo(NetworkBuilder network) {
            network.norm(name, epsilon);
        }
    }

    /** A linear layer with a bias. */
    record Linear(String name, int outFeatures) implements LayerSpec {
        @Override
        public void addTo(NetworkBuilder network) {
            network.linear(name, outFeatures);
        }
    }

    /** A site that a ReLU stands at until another function is put there. */
    record Activation(String name) implements LayerSpec {
        @Override
        public void addTo(NetworkBuilder network) {
            network.relu(name);
        }
    }

    /** Pooling by square windows without padding. */
    record Pool(Pool2d.Kind kind, int kernel, int stride) implements LayerSpec {
        @Override
        public void addTo(NetworkBuilder network) {
            network.add(new org.fitact.nn.layer.Pool2d(kind, kernel, stride));
        }
    }

    /** Feature maps as rows. */
    record Flatten() implements LayerSpec {
        @Override
        public void addTo(NetworkBuilder network) {
            network.add(new org.fitact.nn.layer.Flatten());
        }
    }

    /**
     * {@code body(x) + shortcut(x)}, or an activation of it.
     *
     * @param shortcut empty for the identity
     * @param activation name of the site after the sum; null for none
     */
    record Residual(
            List<LayerSpec> body,
            List<LayerSpec> shortcut,
            @JsonSetter(nulls = Nulls.SET) String activation) implements LayerSpec {

        public Residual {
            body = List.copyOf(body);
            shortcut = List.copyOf(shortcut);
        }

        @Override
        public void addTo(NetworkBuilder network) {
            NetworkBuilder main = network.branch();
            body.forEach(layer -> layer.addTo(main));
            NetworkBuilder side = network.branch();
            shortcut.forEach(layer -> layer.addTo(side));
            network.residual(main, side, activation);
        }
    }
}
