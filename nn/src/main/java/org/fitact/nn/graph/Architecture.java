package org.fitact.nn.graph;

import org.fitact.tensor.Shape;

/**
 * What a network is for.
 *
 * @param model a name: that of a model of the zoo, or any
 * @param input shape of one image, {@code [height, width, channels]}
 */
public record Architecture(String model, Shape input, int classes) {

    @Override
    public String toString() {
        return model + " for " + input + " images and " + classes + " classes";
    }
}
