package org.fitact.nn.onnx.operator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Affine;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.LayerNames;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Parameters;
import org.fitact.nn.onnx.read.Views;

/** The nodes that are layers of their own. */
final class LayerOps {

    private final GraphAssembly assembly;
    private final LayerNames names;
    private final Parameters parameters;
    private final Views views;

    LayerOps(GraphAssembly assembly, Parameters parameters) {
        this.assembly = assembly;
        this.names = assembly.names();
        this.parameters = parameters;
        this.views = assembly.views();
    }

    /** Before opset 14, further outputs make batch norm what it is in training; since then, an attribute does. */
    Operand norm(OnnxNode node) throws InvalidFileException {
        long outputs = node.proto().getOutputList().stream()
                .filter(output -> !output.isEmpty())
                .count();
        if (node.flag("training_mode", false) || outputs > 1) {
            throw node.invalid(
                    "form", "that of training (" + outputs + " outputs)", "a network exported for inference");
        }
        node.require("spatial", 1, 1);
        float epsilon = node.real("epsilon", 1e-5f);
        if (!(epsilon >= 0 && epsilon < 1)) {
            throw node.invalid("epsilon", Float.toString(epsilon), "0 to 1");
        }
        Operand.Feature x = node.feature(0).layout().rank() == 4 ? views.map(node, 0) : views.rows(node, 0);
        int channels = x.shape().extent(-1);
        String name = names.layer(node.constant(1).name(), node.proto(), "norm");
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        String[] parts = {"weight", "bias", "running_mean", "running_var"};
        for (int i = 1; i <= parts.length; i++) {
            StoredTensor vector = i == parts.length
                    ? parameters.variances(node, i, channels, epsilon)
                    : parameters.vector(node, i, channels);
            String part = parts[i - 1];
            tensors.put(parameters.named(node, i, name + "." + part, "norm's " + part), vector);
        }
        return layer(node, name, new BatchNorm(epsilon), tensors, x.layout(), x);
    }

    Operand gemm(OnnxNode node) throws InvalidFileException {
        node.require("transA", 0, 0);
        boolean transposed = node.flag("transB", false);
        StoredTensor weight = parameters.weight(node, 1, 2);
        weight = transposed ? weight : Operand.Constant.transpose(weight);
        int features = weight.shape()[0];
        String use = transposed ? "matrix" : "transposed matrix";
        StoredTensor bias = node.input(2) == null ? zeros(features) : scaled(node, parameters.bias(node, 2, features));
        return linear(node, use, weight, bias, node.input(2) == null ? 0 : 2);
    }

    /** A linear layer whose bias is 0, unless the next node adds one. */
    Operand matMul(OnnxNode node) throws InvalidFileException {
        StoredTensor weight = Operand.Constant.transpose(parameters.weight(node, 1, 2));
        return linear(node, "transposed matrix", weight, zeros(weight.shape()[0]), 0);
    }

    /**
     * @param use of the matrix, which two layers can share if it is the same
     * @param weight {@code [out, in]}
     * @param biasInput which input the bias is; 0 for none
     */
    private Operand linear(OnnxNode node, String use, StoredTensor weight, StoredTensor bias, int biasInput)
            throws InvalidFileException {
        Operand.Feature given = node.feature(0);
        int last = given.layout().rank() - 1;
        boolean ofRows = last == 1 && given.layout().extent(0, given.shape()) == 1;
        Operand.Feature x = ofRows ? views.rows(node, 0) : views.last(node, 0, last);
        int[] shape = weight.shape();
        if (x.shape().extent(-1) != shape[1]) {
            throw node.invalid("input", "a feature map of " + x.shape(), shape[1] + " features");
        }
        String name = names.layer(node.constant(1).name(), node.proto(), "fc");
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put(parameters.named(node, 1, name + ".weight", use), weight);
        String biasName = name + ".bias";
        tensors.put(biasInput == 0 ? biasName : parameters.named(node, biasInput, biasName, "bias"), bias);
        return layer(
                node,
                name,
                new Linear(shape[0]),
                tensors,
                x.layout().with(last, List.of(x.shape().rank() - 1)),
                scaled(node, x));
    }

    /** The product again, with a bias, if that is what a sum makes of it. */
    Optional<Operand> biased(OnnxNode node) throws InvalidFileException {
        for (int constant = 0; constant < 2; constant++) {
            if (node.input(constant) instanceof Operand.Constant some
                    && node.input(1 - constant) instanceof Operand.Feature product) {
                GraphAssembly.Draft draft = assembly.producer(product).orElse(null);
                if (draft != null
                        && draft.op() instanceof Linear(int features)
                        && draft.origin().getOpType().equals("MatMul")
                        && isBias(some, product, features)) {
                    return Optional.of(biased(node, product, draft, constant, features));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a constant is one number for each feature, or for all, of a product whose features the file sees last. */
    private static boolean isBias(Operand.Constant constant, Operand.Feature product, int features) {
        int[] shape = constant.shape();
        int last = shape.length == 0 ? 1 : shape[shape.length - 1];
        List<Integer> lastAxis = product.layout().axes().getLast();
        return shape.length <= 2
                && constant.tensor().elements() == last
                && (last == features || last == 1)
                && (lastAxis.isEmpty()
                        || lastAxis.equals(List.of(product.shape().rank() - 1)));
    }

    private Operand biased(
            OnnxNode node, Operand.Feature product, GraphAssembly.Draft draft, int constant, int features)
            throws InvalidFileException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put(draft.parameters().keySet().iterator().next(), draft.firstParameter());
        String bias = parameters.named(node, constant, draft.layer() + ".bias", "bias");
        tensors.put(bias, parameters.bias(node, constant, features));
        return layer(node, draft.layer(), draft.op(), tensors, product.layout(), draft.input());
    }

    private Operand.Feature layer(
            OnnxNode node, String name, Op op, Map<String, StoredTensor> tensors, Layout layout, Operand.Feature x) {
        return assembly.add(new GraphAssembly.Draft(node.proto(), name, op, tensors, List.of(x)), layout);
    }

    /** {@code beta·bias}. */
    private static StoredTensor scaled(OnnxNode node, StoredTensor bias) throws InvalidFileException {
        float beta = node.real("beta", 1);
        float[] values = bias.floats().clone();
        for (int i = 0; beta != 1 && i < values.length; i++) {
            values[i] *= beta;
        }
        return beta == 1 ? bias : StoredTensor.of(bias.shape(), values);
    }

    /** {@code alpha·x}, by which the product is as much. */
    private Operand.Feature scaled(OnnxNode node, Operand.Feature x) throws InvalidFileException {
        float alpha = node.real("alpha", 1);
        return alpha == 1 ? x : assembly.plain(node.proto(), new Affine(alpha, 0), x);
    }

    private static StoredTensor zeros(int length) {
        return StoredTensor.of(new int[] {length}, new float[length]);
    }
}
