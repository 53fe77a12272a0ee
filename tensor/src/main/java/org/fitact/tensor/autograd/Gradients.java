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

    /**
     * Adds the gradient by the output itself, where an op passes it on as it is. Nothing is copied: the tape lets several
     * tensors share it, and adds to a copy.
     *
     * @param gy what {@link Function#backward} was given, same shape as the input
     */
    void pass(Tensor input, Tensor gy);
}
