package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.attention.Softmax;

/** Softmax and its logarithm. */
final class SoftmaxKernels {

    private SoftmaxKernels() {}

    /** The elements that are made to sum to 1: {@code classes} of them, {@code inner} apart. */
    private interface Row {
        void at(int first);
    }

    private static void forEachRow(Softmax shape, Row row) {
        for (int outer = 0; outer < shape.outer(); outer++) {
            for (int inner = 0; inner < shape.inner(); inner++) {
                row.at(outer * shape.classes() * shape.inner() + inner);
            }
        }
    }

    static void forward(Softmax shape, float[] x, float[] y) {
        forEachRow(shape, first -> {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < shape.classes(); c++) {
                largest = Math.max(largest, x[first + c * shape.inner()]); // NaN if one is NaN
            }
            double sum = 0;
            for (int c = 0; c < shape.classes(); c++) {
                sum += Math.exp(x[first + c * shape.inner()] - largest);
            }
            for (int c = 0; c < shape.classes(); c++) {
                int i = first + c * shape.inner();
                double shifted = x[i] - largest;
                y[i] = (float) (shape.logarithm() ? shifted - Math.log(sum) : Math.exp(shifted) / sum);
            }
        });
    }

    static void backward(Softmax shape, float[] y, float[] gy, float[] gx) {
        forEachRow(shape, first -> {
            double sum = 0;
            for (int c = 0; c < shape.classes(); c++) {
                int i = first + c * shape.inner();
                sum += shape.logarithm() ? gy[i] : (double) gy[i] * y[i];
            }
            for (int c = 0; c < shape.classes(); c++) {
                int i = first + c * shape.inner();
                gx[i] = (float) (shape.logarithm() ? gy[i] - Math.exp(y[i]) * sum : y[i] * (gy[i] - sum));
            }
        });
    }
}
