package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.CrossEntropy;

/** Softmax and cross-entropy, row by row. */
final class CrossEntropyKernels {

    private CrossEntropyKernels() {}

    static void forward(CrossEntropy shape, float[] logits, int[] labels, float[] probabilities, float[] losses) {
        for (int row = 0; row < shape.rows(); row++) {
            double logSum = logSumOfExponentials(shape, logits, row);
            double loss = 0;
            for (int c = 0; c < shape.classes(); c++) {
                int i = row * shape.classes() + c;
                double logProbability = logits[i] - logSum;
                probabilities[i] = (float) Math.exp(logProbability);
                double target = target(shape, c, labels[row]);
                loss -= target == 0 ? 0 : target * logProbability; // 0·ln 0 is 0
            }
            losses[row] = (float) loss;
        }
    }

    static void backward(CrossEntropy shape, float[] probabilities, int[] labels, float scale, float[] gx) {
        for (int row = 0; row < shape.rows(); row++) {
            for (int c = 0; c < shape.classes(); c++) {
                int i = row * shape.classes() + c;
                gx[i] = (float) (scale * (probabilities[i] - target(shape, c, labels[row])));
            }
        }
    }

    private static double target(CrossEntropy shape, int c, int label) {
        double shared = (double) shape.smoothing() / shape.classes();
        return c == label ? 1.0 - shape.smoothing() + shared : shared;
    }

    /** {@code ln Σ e^x} of a row, the largest logit taken out so that no exponential overflows. */
    private static double logSumOfExponentials(CrossEntropy shape, float[] logits, int row) {
        int first = row * shape.classes();
        double largest = logits[first];
        for (int c = 1; c < shape.classes(); c++) {
            largest = Math.max(largest, logits[first + c]);
        }
        double sum = 0;
        for (int c = 0; c < shape.classes(); c++) {
            sum += Math.exp(logits[first + c] - largest);
        }
        return largest + Math.log(sum);
    }
}
