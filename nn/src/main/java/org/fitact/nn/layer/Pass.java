package org.fitact.nn.layer;

import java.util.function.BiConsumer;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * What layers need to know of the forward pass that they take part in.
 *
 * @param tape where ops are recorded
 * @param training whether batch norm uses the statistics of the batch and dropout drops
 * @param random for dropout; null where {@code training} is false
 * @param observer is shown the input of every activation site, before the activation; does nothing by default
 */
public record Pass(Tape tape, boolean training, PhiloxRandom random, BiConsumer<ActivationSite, Tensor> observer) {

    private static final BiConsumer<ActivationSite, Tensor> NOBODY = (site, x) -> {};

    public static Pass training(Tape tape, PhiloxRandom random) {
        return new Pass(tape, true, random, NOBODY);
    }

    public static Pass inference(Tape tape) {
        return new Pass(tape, false, null, NOBODY);
    }

    public static Pass observed(Tape tape, BiConsumer<ActivationSite, Tensor> observer) {
        return new Pass(tape, false, null, observer);
    }
}
