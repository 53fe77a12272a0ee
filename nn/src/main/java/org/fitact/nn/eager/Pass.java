package org.fitact.nn.eager;

import java.util.function.BiConsumer;
import org.fitact.nn.graph.Node;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * What is to be known of a forward pass beside the network.
 *
 * @param tape where ops are recorded
 * @param training whether batch norm uses the statistics of the batch and dropout drops
 * @param random for dropout; null where {@code training} is false
 * @param observer is shown the value of every node as soon as it is there, but for a ReLU that the bound behind it contains,
 *     which is shown what it is given; null for nobody
 */
public record Pass(Tape tape, boolean training, PhiloxRandom random, BiConsumer<Node, Tensor> observer) {

    public static Pass training(Tape tape, PhiloxRandom random) {
        return new Pass(tape, true, random, null);
    }

    public static Pass inference(Tape tape) {
        return new Pass(tape, false, null, null);
    }

    public static Pass observed(Tape tape, BiConsumer<Node, Tensor> observer) {
        return new Pass(tape, false, null, observer);
    }
}
