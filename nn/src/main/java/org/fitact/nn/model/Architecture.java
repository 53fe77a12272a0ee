package org.fitact.nn.model;

import org.fitact.tensor.Shape;

/**
 * What must be known to build a network of the same form again; stored in every checkpoint.
 *
 * @param model name in {@link Models}
 * @param input shape of one image, {@code [height, width, channels]}
 */
public record Architecture(String model, Shape input, int classes) {

    @Override
    public String toString() {
        return model + " for " + input + " images and " + classes + " classes";
    }
}
