package org.fitact.nn.layer;

import org.fitact.tensor.Shape;

/** Where the values of a network's parameters come from while it is being built. */
@FunctionalInterface
public interface ParameterSource {

    /**
     * The values of a parameter.
     *
     * @return in row-major order, as many as the shape has elements
     */
    float[] values(Request request);

    /**
     * A parameter whose values are asked for.
     *
     * @param layout how it is stored in a file
     * @param mean of the normal distribution that a fresh parameter is drawn from
     * @param deviation of that distribution; 0 for a parameter that starts as a constant
     */
    record Request(
            String name, Parameter.Kind kind, Parameter.Layout layout, Shape shape, double mean, double deviation) {}
}
