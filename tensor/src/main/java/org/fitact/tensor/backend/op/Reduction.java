package org.fitact.tensor.backend.op;

/**
 * The shape of a reduction: the input is {@code [outer, reduced, inner]}, the output {@code [outer, inner]}. The maximum
 * of every neuron over a batch is {@code (1, batch, neurons)}; the sum over every channel of a channels-last feature map
 * is {@code (1, batch·height·width, channels)}.
 */
public record Reduction(int outer, int reduced, int inner) {

    public Reduction {
        Sizes.requirePositive("outer", outer);
        Sizes.requirePositive("reduced", reduced);
        Sizes.requirePositive("inner", inner);
        Sizes.requireBuffer("the input of a reduction", outer, reduced, inner);
    }

    public int inputElements() {
        return outer * reduced * inner;
    }

    public int outputElements() {
        return outer * inner;
    }
}
