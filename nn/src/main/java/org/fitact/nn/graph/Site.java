package org.fitact.nn.graph;

import java.util.List;
import java.util.Optional;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Relu;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/**
 * A place where an activation stands, and the one thing about a trained network that protection replaces. A neuron is one
 * element of the value there.
 *
 * @param name of the activation's node: {@code relu1}
 * @param featureMap shape of the value for one image, {@code [height, width, channels]} or {@code [features]}
 * @param bound that stands behind the function; null for none
 */
public record Site(String name, Shape featureMap, Activation function, Bound bound) {

    public int neurons() {
        return featureMap.elements();
    }

    /** Whether a bound stands here. */
    public boolean isBounded() {
        return bound != null;
    }

    /** Full name of the parameter that holds the bounds here, if there are any. */
    public String boundsName() {
        return boundsName(name);
    }

    private static String boundsName(String activation) {
        return activation + ".bounds";
    }

    /** How many bounds there are by a granularity. */
    public int bounds(Granularity granularity) {
        return switch (granularity) {
            case LAYER -> 1;
            case CHANNEL -> featureMap.extent(-1);
            case NEURON -> neurons();
        };
    }

    /**
     * Another function in the place of a plain ReLU.
     *
     * @throws NotAReluException if anything else stands here
     */
    public Site with(Activation other) {
        requireRelu(!isBounded());
        return new Site(name, featureMap, other, null);
    }

    /**
     * A bound behind a plain ReLU, or another policy with the bounds that stand here already.
     *
     * @throws NotAReluException if anything else stands here: a bounded ReLU would be put where the network was trained with
     *     another function
     */
    public Site bounded(Bound behind) {
        requireRelu(!isBounded() || bound.with(behind.policy()).equals(behind));
        return new Site(name, featureMap, function, behind);
    }

    /** What stands here, without a bound. */
    public Site unbounded() {
        return new Site(name, featureMap, function, null);
    }

    private void requireRelu(boolean free) {
        if (!(function instanceof Relu) || !free) {
            String found = isBounded() ? "bounded already" : function instanceof Relu ? "a ReLU" : function.label();
            throw new NotAReluException(name, found);
        }
    }

    /** The bound as a node. */
    Optional<Node> boundNode() {
        return Optional.ofNullable(bound).map(some -> boundNode(name, some));
    }

    /** The node of a bound behind an activation. */
    public static Node boundNode(String activation, Bound bound) {
        return new Node(activation + ".bound", bound, List.of(activation), List.of(boundsName(activation)));
    }
}
