package org.fitact.attack;

import org.fitact.nn.plan.Inference;
import org.fitact.nn.train.EvaluationSet;

/**
 * The mean cross-entropy of a network's answers to some images, {@code −1/n · Σ ln softmax(logits)_label}, in double.
 *
 * @param images that it is measured on; not closed
 * @param labels theirs
 */
record BatchLoss(EvaluationSet images, int[] labels) {

    BatchLoss(EvaluationSet images) {
        this(images, images.labels());
    }

    /** The loss; positive infinity where a logit is so large, or no number, that it is none. */
    double of(Inference network) {
        int classes = network.graph().outputShape().elements();
        double[] sum = {0};
        int[] done = {0};
        images.forEachBatch(batch -> {
            float[] logits = network.logits(batch);
            for (int row = 0; row < logits.length / classes; row++) {
                sum[0] += crossEntropy(logits, row * classes, classes, labels[done[0]++]);
            }
        });
        double mean = sum[0] / labels.length;
        return Double.isFinite(mean) ? mean : Double.POSITIVE_INFINITY;
    }

    private static double crossEntropy(float[] logits, int from, int classes, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, logits[from + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[from + c] - largest);
        }
        return largest + Math.log(sum) - logits[from + label];
    }
}
