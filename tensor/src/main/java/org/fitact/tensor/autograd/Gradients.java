package org.fitact.tensor.autograd;

import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/** Collects gradients during one backward pass. */
public interface Gradients {

    Backend backend();

    /** Whether anything wants the gradient by this tensor. */
    boolean wanted(Tensor input);

    /** Memory for a gradient, undefined contents; hand it to {@link #accumulate} when it is written. */
    Tensor allocate(Shape shape);

    /**
     * Adds a gradient to what the input has so far.
     *
     * @param gradient same shape as the input, from {@link #allocate}; belongs to the tape from now on
     */
    void accumulate(Tensor input, Tensor gradient);
}
