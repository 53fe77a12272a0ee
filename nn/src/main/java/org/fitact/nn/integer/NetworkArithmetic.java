package org.fitact.nn.integer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.tensor.fixedpoint.FixedType;

/**
 * How a network computes in integers.
 *
 * @param images type of the normalised images
 * @param layers by the name of the node; one that is missing is {@link LayerArithmetic#SAME}
 * @param seed of stochastic roundings; of no meaning without
 */
public record NetworkArithmetic(FixedType images, Map<String, LayerArithmetic> layers, long seed) {

    public NetworkArithmetic {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /** Of a node. */
    public LayerArithmetic of(String node) {
        return layers.getOrDefault(node, LayerArithmetic.SAME);
    }
}
