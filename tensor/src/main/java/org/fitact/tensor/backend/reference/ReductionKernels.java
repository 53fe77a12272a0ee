package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;

/** Many elements to one. */
final class ReductionKernels {

    private ReductionKernels() {}

    static void reduce(ReduceOp op, Reduction shape, float[] x, float[] y) {
        for (int outer = 0; outer < shape.outer(); outer++) {
            for (int inner = 0; inner < shape.inner(); inner++) {
                int first = outer * shape.reduced() * shape.inner() + inner;
                y[outer * shape.inner() + inner] = (float) fold(op, x, first, shape.inner(), shape.reduced());
            }
        }
    }

    private static double fold(ReduceOp op, float[] x, int first, int stride, int count) {
        double result = switch (op) {
            case SUM, MEAN, SUM_OF_SQUARES -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
            case PRODUCT -> 1;
        };
        for (int i = 0; i < count; i++) {
            double element = x[first + i * stride];
            switch (op) {
                case SUM, MEAN -> result += element;
                case SUM_OF_SQUARES -> result += element * element;
                case MAX -> result = element > result ? element : result; // false for NaN, which takes no part
                case MIN -> result = element < result ? element : result;
                case PRODUCT -> result *= element;
            }
        }
        return op == ReduceOp.MEAN ? result / count : result;
    }

    static void argmax(int rows, int columns, float[] x, int[] index) {
        for (int row = 0; row < rows; row++) {
            int best = -1;
            for (int column = 0; column < columns; column++) {
                float element = x[row * columns + column];
                boolean larger = best < 0 ? !Float.isNaN(element) : element > x[row * columns + best];
                if (larger) {
                    best = column;
                }
            }
            index[row] = best;
        }
    }
}
