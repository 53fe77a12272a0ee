package org.fitact.nn.graph.pass;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.ParameterSpec;

/**
 * Folds batch norm, in inference an affine map per channel, into the convolution before it:
 * {@code s = gamma/√(variance + epsilon)}, {@code w' = w·s}, {@code b' = beta + (b − mean)·s}. Computed in double.
 *
 * <p>The weight keeps its name; a bias that comes about is named after it. Weights that several nodes share are left alone:
 * each norm would need its own.
 */
public final class FoldBatchNorm implements GraphPass {

    @Override
    public Program apply(Program program) {
        Rewrite nodes = new Rewrite(program.graph());
        Map<String, float[]> values = new LinkedHashMap<>(program.values());
        for (Node old : program.graph().nodes()) {
            Node node = nodes.renamed(old);
            Node before = node.op() instanceof BatchNorm ? nodes.producerOf(node.input()) : null;
            if (before != null && before.op() instanceof Conv2d conv && canTakeIn(program, before, conv)) {
                nodes.merge(before, fold(before, conv, node, values));
            } else {
                nodes.keep(node);
            }
        }
        return new Program(nodes.graph(), values);
    }

    private static boolean canTakeIn(Program program, Node convolution, Conv2d conv) {
        boolean alone = convolution.parameters().stream().allMatch(program.graph()::isReadOnce);
        return alone && (conv.bias() || !program.values().containsKey(biasName(convolution)));
    }

    private static String biasName(Node convolution) {
        return ParameterSpec.layerOf(convolution.parameters().getFirst()) + ".bias";
    }

    /** The convolution that makes the norm's value; its numbers are put among the values, the norm's taken out. */
    private static Node fold(Node convolution, Conv2d conv, Node norm, Map<String, float[]> values) {
        double[] scale = scale(norm, values);
        String weight = convolution.parameters().getFirst();
        String bias = conv.bias() ? convolution.parameters().get(1) : biasName(convolution);
        float[] shifts = bias(norm, scale, values.get(bias), values);
        values.put(weight, weight(scale, values.get(weight)));
        values.put(bias, shifts);
        return new Node(norm.name(), conv.biased(), convolution.inputs(), List.of(weight, bias));
    }

    /** {@code w'}, as a new array; the output channel is the last dimension of {@code w}. */
    private static float[] weight(double[] scale, float[] weight) {
        float[] folded = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            folded[i] = (float) (weight[i] * scale[i % scale.length]);
        }
        return folded;
    }

    /** {@code b'}, as a new array; {@code b} is null for none. */
    private static float[] bias(Node norm, double[] scale, float[] bias, Map<String, float[]> values) {
        float[] beta = values.get(norm.parameters().get(1));
        float[] mean = values.get(norm.parameters().get(2));
        float[] folded = new float[scale.length];
        for (int c = 0; c < scale.length; c++) {
            double old = bias == null ? 0 : bias[c];
            folded[c] = (float) (beta[c] + (old - mean[c]) * scale[c]);
        }
        return folded;
    }

    private static double[] scale(Node norm, Map<String, float[]> values) {
        float[] gamma = values.get(norm.parameters().get(0));
        float[] variance = values.get(norm.parameters().get(3));
        float epsilon = ((BatchNorm) norm.op()).epsilon();
        double[] scale = new double[gamma.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt((double) variance[c] + epsilon);
        }
        return scale;
    }
}
