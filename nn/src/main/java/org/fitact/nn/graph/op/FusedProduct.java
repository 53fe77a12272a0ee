package org.fitact.nn.graph.op;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.Shape;

/**
 * {@code pool(activation(product(x) + residual))}: a product and what stands behind it, computed while its sums are still
 * in registers. Only passes make it ({@code nn.graph.pass.FuseProduct}); it stands in no file.
 *
 * <p>Reads x, and the residual if there is one. Parameters: those of the product, then those of the activation.
 *
 * @param residual whether a value is added to the product
 * @param activation an {@link Activation} or a {@link Bound}; null for none
 * @param pool null for none
 */
public record FusedProduct(Product product, boolean residual, Op activation, Pool2d pool) implements Op {

    /** A product with nothing behind it yet. */
    public static FusedProduct of(Product product) {
        return new FusedProduct(product, false, null, null);
    }

    /** Whether neither an activation nor a pooling follows in this op. */
    public boolean isOpen() {
        return activation == null && pool == null;
    }

    public FusedProduct withResidual() {
        return new FusedProduct(product, true, activation, pool);
    }

    public FusedProduct withActivation(Op function) {
        return new FusedProduct(product, residual, function, pool);
    }

    public FusedProduct withPool(Pool2d behind) {
        return new FusedProduct(product, residual, activation, behind);
    }

    @Override
    public int operands() {
        return residual ? 2 : 1;
    }

    /** Shape of the product itself, before pooling. */
    public Shape productShape(List<Shape> inputs) {
        return product.outputShape(inputs.subList(0, 1));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape sum = productShape(inputs);
        if (residual && !sum.equals(inputs.get(1))) {
            throw new IllegalArgumentException("adds a residual of " + inputs.get(1) + " to a product of " + sum);
        }
        return pool == null ? sum : pool.outputShape(List.of(sum));
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        List<ParameterSpec> all = new ArrayList<>(product.parameters(inputs.subList(0, 1)));
        if (activation != null) {
            all.addAll(activation.parameters(List.of(productShape(inputs))));
        }
        return all;
    }

    @Override
    public String label() {
        return "fused";
    }
}
