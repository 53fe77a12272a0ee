package org.fitact.nn.plan;

import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.Pool2d;
import org.fitact.tensor.backend.UnaryOp;

/**
 * One op of a plan. Values are numbered: 0 is the images, every step makes the next; parameters are numbered by their
 * place in the plan's list. Geometries are for one image.
 */
sealed interface Step {

    /** No value, no parameter. */
    int NONE = -1;

    /** Elements of the step's result for one image. */
    int outputElements();

    /** The values that the step reads; {@link #NONE} among them means none. */
    int[] inputs();

    /** The activation that a step ends with. */
    sealed interface Ending {

        record Identity() implements Ending {}

        record Unary(UnaryOp op) implements Ending {}

        /** @param bounds parameter */
        record Bounded(BoundedRelu geometry, int bounds) implements Ending {}
    }

    /**
     * {@code pool(ending(conv(input, weight) + bias + residual))}.
     *
     * @param pool null for none
     */
    record Convolution(int input, Conv2d geometry, int weight, int bias, int residual, Ending ending, Pool2d pool)
            implements Step {

        /** Whether neither an activation nor a pooling follows in this step. */
        boolean isOpen() {
            return ending instanceof Ending.Identity && pool == null;
        }

        Convolution withBias(int bias) {
            return new Convolution(input, geometry, weight, bias, residual, ending, pool);
        }

        Convolution withResidual(int residual) {
            return new Convolution(input, geometry, weight, bias, residual, ending, pool);
        }

        Convolution withEnding(Ending ending) {
            return new Convolution(input, geometry, weight, bias, residual, ending, pool);
        }

        Convolution withPool(Pool2d pool) {
            return new Convolution(input, geometry, weight, bias, residual, ending, pool);
        }

        @Override
        public int outputElements() {
            return pool == null ? geometry.outputElements() : pool.outputElements();
        }

        @Override
        public int[] inputs() {
            return new int[] {input, residual};
        }
    }

    /** {@code ending(input·weight + bias)}. */
    record Linear(int input, int inFeatures, int outFeatures, int weight, int bias, Ending ending) implements Step {
        @Override
        public int outputElements() {
            return outFeatures;
        }

        @Override
        public int[] inputs() {
            return new int[] {input};
        }
    }

    /** Batch norm that was not folded; four parameters from {@code firstParameter}: scale, shift, mean, variance. */
    record Norm(int input, Shape shape, int firstParameter, float epsilon) implements Step {
        @Override
        public int outputElements() {
            return shape.elements();
        }

        @Override
        public int[] inputs() {
            return new int[] {input};
        }
    }

    record Pool(int input, Pool2d geometry) implements Step {
        @Override
        public int outputElements() {
            return geometry.outputElements();
        }

        @Override
        public int[] inputs() {
            return new int[] {input};
        }
    }

    /** From rows, columns, channels to channels, rows, columns. */
    record Flatten(int input, Shape shape) implements Step {
        @Override
        public int outputElements() {
            return shape.elements();
        }

        @Override
        public int[] inputs() {
            return new int[] {input};
        }
    }

    /** {@code input + residual}, where no product comes before that could take it into its epilogue. */
    record Add(int input, int residual, int outputElements) implements Step {
        @Override
        public int[] inputs() {
            return new int[] {input, residual};
        }
    }

    /** An activation on its own, where no product comes before. */
    record Activate(int input, int outputElements, Ending ending) implements Step {
        @Override
        public int[] inputs() {
            return new int[] {input};
        }
    }
}
