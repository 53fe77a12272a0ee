package org.fitact.nn.onnx.operator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.onnx.read.Alignment;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.LayerNames;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Parameters;
import org.fitact.nn.onnx.read.Views;

/** The nodes that are layers of their own, and sums. */
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
        if (node.real("alpha", 1) != 1 || node.real("beta", 1) != 1) {
            throw node.invalid("alpha or beta", node.real("alpha", 1) + ", " + node.real("beta", 1), "1");
        }
        boolean transposed = node.flag("transB", false);
        StoredTensor weight = parameters.weight(node, 1, 2);
        weight = transposed ? weight : Operand.Constant.transpose(weight);
        int features = weight.shape()[0];
        String use = transposed ? "matrix" : "transposed matrix";
        StoredTensor bias = node.input(2) == null ? zeros(features) : parameters.bias(node, 2, features);
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
                x);
    }

    /** A residual, or the bias of the product before it. */
    Operand add(OnnxNode node) throws InvalidFileException {
        if (node.input(0) instanceof Operand.Constant) {
            return bias(node, node.feature(1), 0);
        }
        Operand.Feature left = node.feature(0);
        if (node.input(1) instanceof Operand.Constant) {
            return bias(node, left, 1);
        }
        Operand.Feature right = node.feature(1);
        Alignment both = Alignment.of(views, node, List.of(left, right), -1);
        left = both.values().getFirst();
        right = both.values().getLast();
        if (!left.shape().equals(right.shape())) {
            throw node.invalid("input", left.shape() + " and " + right.shape(), "two feature maps of one shape");
        }
        return assembly.plain(node.proto(), new Add(), both.layout(), left, right);
    }

    /** The product again, with a bias. */
    private Operand bias(OnnxNode node, Operand.Feature product, int constant) throws InvalidFileException {
        GraphAssembly.Draft draft = assembly.producer(product).orElse(null);
        if (draft == null
                || !(draft.op() instanceof Linear(int features))
                || !draft.origin().getOpType().equals("MatMul")) {
            throw node.invalid("input", "a constant beside a feature map", "the sum of two feature maps, or a bias");
        }
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

    private static StoredTensor zeros(int length) {
        return StoredTensor.of(new int[] {length}, new float[length]);
    }
}
