package org.fitact.nn.model;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * What must be known to build a network of the same form again; stored in every checkpoint.
 *
 * @param model name in {@link Models}, or any name where {@code layers} says what it is
 * @param input shape of one image, {@code [height, width, channels]}
 * @param layers of a network that is not in the zoo; empty for one that is
 */
public record Architecture(String model, Shape input, int classes, List<LayerSpec> layers) {

    public Architecture {
        layers = List.copyOf(layers);
    }

    /** Of a model of the zoo. */
    public Architecture(String model, Shape input, int classes) {
        this(model, input, classes, List.of());
    }

    @Override
    public String toString() {
        return model + " for " + input + " images and " + classes + " classes";
    }
}
