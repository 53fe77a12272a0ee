package org.fitact.tensor.backend.simd.attention;

import java.util.Arrays;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.attention.Softmax;
import org.fitact.tensor.backend.simd.layer.BinaryKernels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Workers;

/**
 * Softmax and its logarithm. Where the classes are neighbours a task is some rows; else it is one matrix {@code [classes,
 * inner]}, whose columns are gone through side by side. Sums are in double.
 */
public final class SoftmaxTasks {

    private final Execution execution;

    public SoftmaxTasks(Execution execution) {
        this.execution = execution;
    }

    public void forward(Softmax shape, float[] x, float[] y) {
        if (shape.inner() == 1) {
            rows(shape, first -> row(shape, x, y, first));
        } else {
            int matrix = shape.classes() * shape.inner();
            execution.workers().run(shape.outer(), (outer, worker) -> columns(shape, x, y, outer * matrix));
        }
    }

    private interface Row {
        void at(int first);
    }

    private void rows(Softmax shape, Row action) {
        int classes = shape.classes();
        execution.workers().forPieces(shape.outer(), Math.max(1, Workers.PIECE / classes), (from, length) -> {
            for (int row = from; row < from + length; row++) {
                action.at(row * classes);
            }
        });
    }

    private static void row(Softmax shape, float[] x, float[] y, int first) {
        int n = shape.classes();
        float largest = SoftmaxKernels.largest(x, first, n);
        SoftmaxKernels.exponentials(x, first, largest, y, first, n);
        double sum = DoubleSums.of(y, first, n);
        if (shape.logarithm()) {
            SoftmaxKernels.shifted(x, first, largest, (float) StrictMath.log(sum), y, first, n);
        } else {
            SoftmaxKernels.divide((float) sum, y, first, n);
        }
    }

    private static void columns(Softmax shape, float[] x, float[] y, int first) {
        int inner = shape.inner();
        int end = first + shape.classes() * inner;
        float[] largest = new float[inner];
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        for (int at = first; at < end; at += inner) {
            BinaryKernels.apply(BinaryOp.MAXIMUM, largest, 0, x, at, largest, 0, inner);
        }
        double[] sums = new double[inner];
        for (int at = first; at < end; at += inner) {
            SoftmaxKernels.exponentials(x, at, largest, y, at, inner);
            for (int i = 0; i < inner; i++) {
                sums[i] += y[at + i];
            }
        }
        float[] last = new float[inner];
        for (int i = 0; i < inner; i++) {
            last[i] = (float) (shape.logarithm() ? StrictMath.log(sums[i]) : sums[i]);
        }
        for (int at = first; at < end; at += inner) {
            if (shape.logarithm()) {
                BinaryKernels.apply(BinaryOp.SUBTRACT, x, at, largest, 0, y, at, inner);
                BinaryKernels.apply(BinaryOp.SUBTRACT, y, at, last, 0, y, at, inner);
            } else {
                BinaryKernels.apply(BinaryOp.DIVIDE, y, at, last, 0, y, at, inner);
            }
        }
    }

    public void backward(Softmax shape, float[] y, float[] gy, float[] gx) {
        int inner = shape.inner();
        rows(shape, first -> {
            for (int i = 0; i < inner; i++) {
                gradient(shape, y, gy, gx, first * inner + i);
            }
        });
    }

    /** Scalar: no network trains where this takes time. */
    private static void gradient(Softmax shape, float[] y, float[] gy, float[] gx, int first) {
        int inner = shape.inner();
        double sum = DoubleSums.of(shape.classes(), c -> {
            int i = first + c * inner;
            return shape.logarithm() ? gy[i] : (double) gy[i] * y[i];
        });
        for (int c = 0; c < shape.classes(); c++) {
            int i = first + c * inner;
            gx[i] = (float) (shape.logarithm() ? gy[i] - StrictMath.exp(y[i]) * sum : y[i] * (gy[i] - sum));
        }
    }
}
