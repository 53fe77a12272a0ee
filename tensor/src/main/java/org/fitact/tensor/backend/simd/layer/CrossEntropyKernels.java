package org.fitact.tensor.backend.simd.layer;

import org.fitact.tensor.backend.op.CrossEntropy;
import org.fitact.tensor.backend.simd.run.Execution;

/**
 * Softmax and cross-entropy, row by row in double. Scalar, because a row is as short as the number of classes and the
 * whole op is a few microseconds of a training step.
 */
public final class CrossEntropyKernels {

    private final Execution execution;

    public CrossEntropyKernels(Execution execution) {
        this.execution = execution;
    }

    public void forward(CrossEntropy shape, float[] logits, int[] labels, float[] probabilities, float[] losses) {
        forRows(shape, row -> {
            double logSum = logSumOfExponentials(logits, row * shape.classes(), shape.classes());
            double loss = 0;
            for (int c = 0; c < shape.classes(); c++) {
                int i = row * shape.classes() + c;
                double logProbability = logits[i] - logSum;
                probabilities[i] = (float) StrictMath.exp(logProbability);
                double target = target(shape, c, labels[row]);
                loss -= target == 0 ? 0 : target * logProbability; // 0·ln 0 is 0
            }
            losses[row] = (float) loss;
        });
    }

    public void backward(CrossEntropy shape, float[] probabilities, int[] labels, float scale, float[] gx) {
        forRows(shape, row -> {
            for (int c = 0; c < shape.classes(); c++) {
                int i = row * shape.classes() + c;
                gx[i] = (float) (scale * (probabilities[i] - target(shape, c, labels[row])));
            }
        });
    }

    private interface Row {
        void at(int row);
    }

    private void forRows(CrossEntropy shape, Row action) {
        execution.workers().forPieces(shape.rows(), Math.max(1, 512 / shape.classes()), (from, length) -> {
            for (int row = from; row < from + length; row++) {
                action.at(row);
            }
        });
    }

    private static double target(CrossEntropy shape, int c, int label) {
        double shared = (double) shape.smoothing() / shape.classes();
        return c == label ? 1.0 - shape.smoothing() + shared : shared;
    }

    /** {@code ln Σ e^x} of a row, the largest logit taken out so that no exponential overflows. */
    private static double logSumOfExponentials(float[] logits, int first, int classes) {
        double largest = logits[first];
        for (int c = 1; c < classes; c++) {
            largest = Math.max(largest, logits[first + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += StrictMath.exp(logits[first + c] - largest);
        }
        return largest + StrictMath.log(sum);
    }
}
