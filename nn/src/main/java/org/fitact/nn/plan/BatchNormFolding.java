package org.fitact.nn.plan;

import java.util.List;
import org.fitact.nn.layer.BatchNorm2d;
import org.fitact.nn.layer.Parameter;

/**
 * Folding of batch norm in inference, which is an affine map per channel, into the convolution before it:
 * {@code s = gamma/√(variance + epsilon)}, {@code w' = w·s}, {@code b' = beta + (b − mean)·s}. Computed in double.
 */
final class BatchNormFolding {

    private BatchNormFolding() {}

    /**
     * Replaces weight and bias in the list by the folded ones.
     *
     * @param bias index of the bias, or {@link Step#NONE}
     * @return index of the folded bias, which is added to the list if there was none
     */
    static int fold(BatchNorm2d norm, List<PlanParameter> parameters, int weight, int bias) {
        double[] scale = scale(norm);
        PlanParameter w = parameters.get(weight);
        parameters.set(weight, new PlanParameter(w.name(), w.layer(), w.kind(), scaled(w.values(), scale)));

        float[] old = bias == Step.NONE
                ? new float[scale.length]
                : parameters.get(bias).values();
        float[] folded = foldedBias(norm, scale, old);
        PlanParameter b = new PlanParameter(w.layer() + ".bias", w.layer(), Parameter.Kind.BIAS, folded);
        if (bias == Step.NONE) {
            parameters.add(b);
            return parameters.size() - 1;
        }
        parameters.set(bias, b);
        return bias;
    }

    private static double[] scale(BatchNorm2d norm) {
        float[] gamma = norm.gamma().value().toArray();
        float[] variance = norm.variance().value().toArray();
        double[] scale = new double[gamma.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt((double) variance[c] + norm.epsilon());
        }
        return scale;
    }

    /** The output channel is the last dimension of the weight. */
    private static float[] scaled(float[] weight, double[] scale) {
        float[] folded = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            folded[i] = (float) (weight[i] * scale[i % scale.length]);
        }
        return folded;
    }

    private static float[] foldedBias(BatchNorm2d norm, double[] scale, float[] bias) {
        float[] beta = norm.beta().value().toArray();
        float[] mean = norm.mean().value().toArray();
        float[] folded = new float[scale.length];
        for (int c = 0; c < scale.length; c++) {
            folded[c] = (float) (beta[c] + ((double) bias[c] - mean[c]) * scale[c]);
        }
        return folded;
    }
}
