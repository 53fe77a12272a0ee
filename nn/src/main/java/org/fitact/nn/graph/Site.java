package org.fitact.nn.graph;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Relu;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/**
 * A place where a value may be bounded, and the one thing about a trained network that protection replaces. A neuron is one
 * element of the value there.
 *
 * @param name of the node that makes the value: {@code relu1}
 * @param featureMap shape of the value for one image, {@code [height, width, channels]} or {@code [features]}
 * @param function the activation there; null where there is none
 * @param bound that stands behind it; null for none
 */
public record Site(String name, Kind kind, Shape featureMap, Activation function, Bound bound) {

    /** What makes the value. */
    public enum Kind {
        /** An activation. */
        ACTIVATION,
        /** A sum of two values behind which no activation stands, as at the end of a residual block without one. */
        SUM,
        /**
         * What is summed with another value and neither an activation nor a sum makes: the end of a residual branch, and of the projection
         * on its shortcut where there is one. Another shortcut carries what was bounded before.
         */
        BRANCH,
        /** The result of the network, where no activation makes it. */
        LOGITS;

        /** Those at which bounds stand unless more is asked for. */
        public static final Set<Kind> USUAL = Set.of(ACTIVATION);
    }

    public int neurons() {
        return featureMap.elements();
    }

    /** Whether a bound stands here. */
    public boolean isBounded() {
        return bound != null;
    }

    /** Whether the value can be less than 0, so that a bound on it has two sides. */
    public boolean canBeNegative() {
        return function == null || !function.neverNegative();
    }

    /** Full name of the parameter that holds the upper bounds here, if there are any. */
    public String boundsName() {
        return boundsName(name);
    }

    /** Full name of the parameter that holds the lower bounds here, if there are any. */
    public String lowerName() {
        return lowerName(name);
    }

    private static String boundsName(String value) {
        return value + ".bounds";
    }

    private static String lowerName(String value) {
        return value + ".lower";
    }

    /** How many upper bounds there are by a granularity, and as many lower ones if there are some. */
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
        if (!(function instanceof Relu) || isBounded()) {
            String found = isBounded() ? "bounded already" : function == null ? "none" : function.label();
            throw new NotAReluException(name, found);
        }
        return new Site(name, kind, featureMap, other, null);
    }

    /**
     * A bound behind what stands here, or another policy with the bounds that stand here already.
     *
     * @throws IllegalArgumentException if there are other bounds, or if the bound's sides are not those that the value needs
     */
    public Site bounded(Bound behind) {
        if (isBounded() && !bound.with(behind.policy()).equals(behind)) {
            throw new IllegalArgumentException(name + " is bounded already, by other bounds");
        }
        if (behind.twoSided() != canBeNegative()) {
            throw new IllegalArgumentException("the value of " + name + (canBeNegative() ? " may be" : " is never")
                    + " negative, and its bound has " + (behind.twoSided() ? "two sides" : "an upper side only"));
        }
        return new Site(name, kind, featureMap, function, behind);
    }

    /** What stands here, without a bound. */
    public Site unbounded() {
        return new Site(name, kind, featureMap, function, null);
    }

    /** The bound as a node. */
    Optional<Node> boundNode() {
        return Optional.ofNullable(bound).map(some -> boundNode(name, some));
    }

    /** The node of a bound behind a value. */
    public static Node boundNode(String value, Bound bound) {
        List<String> parameters =
                bound.twoSided() ? List.of(boundsName(value), lowerName(value)) : List.of(boundsName(value));
        return new Node(value + ".bound", bound, List.of(value), parameters);
    }
}
