package org.fitact.nn.plan;

import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.Gemm;
import org.fitact.tensor.backend.Product;

/**
 * A convolution or linear layer of a plan, for people who want to know how it is computed.
 *
 * @param layer whose weights it takes
 * @param shape for the largest batch
 * @param algorithm that the backend chose by its rule on the shape
 */
public record PlanProduct(String layer, Product shape, String algorithm) {

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

    /** Elements of the input and the output. */
    public long mapElements() {
        return switch (shape) {
            case Conv2d conv -> (long) conv.inputElements() + conv.outputElements();
            case Gemm gemm -> (long) gemm.m() * (gemm.n() + gemm.k());
        };
    }
}
