package org.fitact.measure;

import java.util.stream.IntStream;
import org.fitact.nn.plan.Inference;
import org.fitact.nn.train.EvaluationSet;

/**
 * What a network answered to images.
 *
 * @param logits {@code [images, classes]}, row by row; not to be modified
 * @param first the class of each image, as {@link Inference#predict} has it; not to be modified
 */
public record Answers(float[] logits, int[] first) {

    /** Runs a plan over images. */
    public static Answers of(Inference plan, EvaluationSet images) {
        int classes = plan.graph().outputShape().elements();
        float[] logits = new float[images.images() * classes];
        int[] first = new int[images.images()];
        int[] next = {0};
        images.forEachBatch(batch -> {
            Inference.Answer some = plan.answer(batch);
            System.arraycopy(some.logits(), 0, logits, next[0] * classes, some.logits().length);
            System.arraycopy(some.classes(), 0, first, next[0], some.classes().length);
            next[0] += some.classes().length;
        });
        return new Answers(logits, first);
    }

    public int images() {
        return first.length;
    }

    public int classes() {
        return logits.length / first.length;
    }

    /** The class of an image, −1 where all logits are NaN. */
    public int top(int image) {
        return first[image];
    }

    /** How many images are classified correctly. */
    public int correct(int[] labels) {
        return (int) IntStream.range(0, images())
                .filter(image -> first[image] == labels[image])
                .count();
    }

    /** Whether a class is among the k first of an image, equal logits by their order. */
    boolean isAmongFirst(int k, int image, int of) {
        int classes = classes();
        float its = logits[image * classes + of];
        int before = 0;
        for (int c = 0; c < classes; c++) {
            float logit = logits[image * classes + c];
            before += logit > its || logit == its && c < of || Float.isNaN(its) && !Float.isNaN(logit) ? 1 : 0;
        }
        return before < k;
    }

    /** Whether a logit of an image is no number. */
    boolean isBroken(int image) {
        return IntStream.range(image * classes(), (image + 1) * classes()).anyMatch(i -> !Float.isFinite(logits[i]));
    }

    /** Softmax of an image's logits at a class, 0..1; 0 where a logit is no number. */
    double confidence(int image, int of) {
        if (isBroken(image)) {
            return 0;
        }
        int classes = classes();
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp((double) logits[image * classes + c] - logits[image * classes + of]);
        }
        return 1 / sum;
    }
}
