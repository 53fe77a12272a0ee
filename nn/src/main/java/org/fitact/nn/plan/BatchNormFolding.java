package org.fitact.nn.plan;

import java.util.List;
import org.fitact.nn.layer.BatchNorm2d;
import org.fitact.nn.layer.Parameter;

/**
 * Folding of batch norm in inference, which is an affine map per channel, into the convolution before it:
 * {@code s = gamma/√(variance + epsilon)}, {@code w' = w·s}, {@code b' = beta + (b − mean)·s}. Computed in double.
 */
public final class BatchNormFolding {

    private BatchNormFolding() {}

    /**
     * Replaces weight and bias in the list by the folded ones.
     *
     * @param bias index of the bias, or {@link Step#NONE}
     * @return index of the folded bias, which is added to the list if there was none
     */
    static int fold(BatchNorm2d norm, List<PlanParameter> parameters, int weight, int bias) {
        PlanParameter w = parameters.get(weight);
        parameters.set(weight, new PlanParameter(w.name(), w.layer(), w.kind(), weight(norm, w.values())));

        float[] folded =
                bias(norm, bias == Step.NONE ? null : parameters.get(bias).values());
        PlanParameter b = new PlanParameter(w.layer() + ".bias", w.layer(), Parameter.Kind.BIAS, folded);
        if (bias == Step.NONE) {
            parameters.add(b);
            return parameters.size() - 1;
        }
        parameters.set(bias, b);
        return bias;
    }

    /** {@code w'}, as a new array; the output channel is the last dimension of {@code w}. */
    public static float[] weight(BatchNorm2d norm, float[] weight) {
        double[] scale = scale(norm);
        float[] folded = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            folded[i] = (float) (weight[i] * scale[i % scale.length]);
        }
        return folded;
    }

    /**
     * {@code b'}, as a new array.
     *
     * @param bias null for none
     */
    public static float[] bias(BatchNorm2d norm, float[] bias) {
        double[] scale = scale(norm);
        float[] beta = norm.beta().value().toArray();
        float[] mean = norm.mean().value().toArray();
        float[] folded = new float[scale.length];
        for (int c = 0; c < scale.length; c++) {
            double old = bias == null ? 0 : bias[c];
            folded[c] = (float) (beta[c] + (old - mean[c]) * scale[c]);
        }
        return folded;
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
}
