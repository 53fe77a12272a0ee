package org.fitact.nn.plan;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Product;

/**
 * A convolution or linear layer of a plan, for people who want to know how it is computed.
 *
 * @param step its node, by the name of the value that it makes
 * @param layer whose weights it takes
 * @param shape for the largest batch
 * @param outputs elements that it writes: fewer than the shape's where it takes in the pooling behind it
 * @param algorithm that the backend chose by its rule on the shape
 */
public record PlanProduct(String step, String layer, Product shape, int outputs, String algorithm) {

    /** Products of two numbers in sums of taps, those with padding among them. */
    public long multiplications() {
        return switch (shape) {
            case Conv2d conv -> (long) conv.outputElements() * conv.weightElements() / conv.outChannels();
            case Gemm gemm -> (long) gemm.m() * gemm.n() * gemm.k();
        };
    }

    /** Elements of the weights. */
    public long weightElements() {
        return switch (shape) {
            case Conv2d conv -> conv.weightElements();
            case Gemm gemm -> (long) gemm.n() * gemm.k();
        };
    }

    /** Whether it takes in the pooling behind it. */
    public boolean pools() {
        return shape instanceof Conv2d conv && outputs < conv.outputElements();
    }

    /** Elements of the input and the output. */
    public long mapElements() {
        return switch (shape) {
            case Conv2d conv -> (long) conv.inputElements() + outputs;
            case Gemm gemm -> (long) gemm.m() * gemm.k() + outputs;
        };
    }
}
