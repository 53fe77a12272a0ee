package org.fitact.tensor.autograd;

import org.fitact.tensor.Tensor;

/**
 * The backward half of an op: a record whose components are exactly what it needs. Open to other modules.
 */
@FunctionalInterface
public interface Function {

    /**
     * Adds to the gradients of the op's inputs what flows back through it.
     *
     * @param gy gradient of the loss by the op's output; not to be modified or kept
     * @param gradients where the inputs' gradients are collected; inputs that want none can be skipped
     */
    void backward(Tensor gy, Gradients gradients);
}
