package org.fitact.nn.integer;

import java.util.function.Consumer;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;
import org.fitact.tensor.integer.ProductArithmetic;
import org.fitact.tensor.integer.Tally;

/**
 * A convolution or a linear layer, whose sums can be had as words of the accumulator, before they become words of the output.
 *
 * @param arithmetic of the layer
 * @param elements of its output for one image
 * @param y number of its value
 */
record ProductKernel(IntegerOps ops, ProductArithmetic arithmetic, int elements, int y, Product product)
        implements IntegerKernel {

    /** The layer itself, by an arithmetic that differs in the output's type at most. */
    @FunctionalInterface
    interface Product {

        /** @param target modified: the words of the output */
        void run(int images, ProductArithmetic by, long[][] values, long[] target, NodeRun run);
    }

    @Override
    public void run(int images, long[][] values, NodeRun run) {
        product.run(images, arithmetic, values, values[y], run);
    }

    /**
     * The same in two steps. An output of the accumulator's own type is the word of the accumulator, and a conversion of that rounds, draws
     * and counts as the end of the product does: so words and counts are those of {@link #run} where nothing is changed.
     *
     * @param between may change the words of the accumulator
     */
    void run(int images, long[][] values, NodeRun run, Consumer<long[]> between) {
        FixedType register = arithmetic.accumulator().type();
        long[] sums = new long[images * elements];
        Tally ofSums = new Tally();
        product.run(images, arithmetic.with(register), values, sums, new NodeRun(ofSums, run.draws()));
        run.tally().accumulated(ofSums.accumulatorBits(), ofSums.accumulatorOverflows());
        between.accept(sums);
        ops.convert(sums.length, new Operand(sums, register.format()), arithmetic.output(), values[y], run);
    }
}
