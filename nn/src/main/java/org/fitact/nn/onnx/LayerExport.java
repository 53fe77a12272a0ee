package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.GraphWriter.ints;
import static org.fitact.nn.onnx.GraphWriter.number;

import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.checkpoint.ParameterLayout;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.layer.ActivationSite;
import org.fitact.nn.layer.BatchNorm2d;
import org.fitact.nn.layer.Conv2d;
import org.fitact.nn.layer.Dropout;
import org.fitact.nn.layer.Flatten;
import org.fitact.nn.layer.Layer;
import org.fitact.nn.layer.Linear;
import org.fitact.nn.layer.Parameter;
import org.fitact.nn.layer.Pool2d;
import org.fitact.nn.layer.Residual;
import org.fitact.nn.layer.Sequential;
import org.fitact.nn.plan.BatchNormFolding;

/** Writes layers as nodes; each method takes the name of a layer's input and returns that of its output. */
final class LayerExport {

    private final GraphWriter graph;
    private final ExportOptions options;
    private final ActivationExport activations;

    LayerExport(GraphWriter graph, ExportOptions options) {
        this.graph = graph;
        this.options = options;
        this.activations = new ActivationExport(graph, options.guarded());
    }

    String sequential(Sequential sequence, String input) {
        List<Layer> layers = sequence.layers();
        String value = input;
        for (int i = 0; i < layers.size(); i++) {
            Layer next = i + 1 < layers.size() ? layers.get(i + 1) : null;
            if (options.foldBatchNorm() && layers.get(i) instanceof Conv2d conv && next instanceof BatchNorm2d norm) {
                value = convolution(conv, norm, value);
                i++;
            } else {
                value = layer(layers.get(i), value);
            }
        }
        return value;
    }

    private String layer(Layer layer, String input) {
        return switch (layer) {
            case Sequential sequence -> sequential(sequence, input);
            case Conv2d conv -> convolution(conv, null, input);
            case Linear linear -> linear(linear, input);
            case BatchNorm2d norm -> norm(norm, input);
            case Pool2d pool -> pool(pool, input);
            case Residual residual -> residual(residual, input);
            case ActivationSite site -> activations.activation(site, input);
            case Flatten _ -> graph.node("Flatten", "flatten", List.of(input), number("axis", 1));
            case Dropout _ -> input;
            default -> throw new IllegalArgumentException("a " + layer + " has no form in ONNX");
        };
    }

    /** @param norm to be folded into the convolution; null for none */
    private String convolution(Conv2d conv, BatchNorm2d norm, String input) {
        Parameter weight = conv.weight();
        String name = layerOf(weight);
        float[] w = weight.value().toArray();
        float[] b = conv.bias() == null ? null : conv.bias().value().toArray();
        if (norm != null) {
            w = BatchNormFolding.weight(norm, w);
            b = BatchNormFolding.bias(norm, b);
        }
        List<String> inputs = new ArrayList<>(List.of(input, parameter(weight.name(), weight, w)));
        if (b != null) {
            inputs.add(graph.initialiser(name + ".bias", StoredTensor.of(new int[] {b.length}, b)));
        }
        int rows = weight.value().shape().extent(0);
        int columns = weight.value().shape().extent(1);
        int padding = conv.padding();
        return graph.node(
                "Conv",
                name,
                inputs,
                ints("kernel_shape", rows, columns),
                ints("strides", conv.stride(), conv.stride()),
                ints("pads", padding, padding, padding, padding));
    }

    private String linear(Linear linear, String input) {
        List<String> inputs = List.of(input, parameter(linear.weight()), parameter(linear.bias()));
        return graph.node("Gemm", layerOf(linear.weight()), inputs, number("transB", 1));
    }

    private String norm(BatchNorm2d norm, String input) {
        List<String> inputs = List.of(
                input,
                parameter(norm.gamma()),
                parameter(norm.beta()),
                parameter(norm.mean()),
                parameter(norm.variance()));
        return graph.node("BatchNormalization", layerOf(norm.gamma()), inputs, number("epsilon", norm.epsilon()));
    }

    private String pool(Pool2d pool, String input) {
        String operator = switch (pool.kind()) {
            case MAX -> "MaxPool";
            case AVERAGE -> "AveragePool";
        };
        return graph.node(
                operator,
                "pool",
                List.of(input),
                ints("kernel_shape", pool.kernel(), pool.kernel()),
                ints("strides", pool.stride(), pool.stride()));
    }

    private String residual(Residual residual, String input) {
        String body = sequential(residual.body(), input);
        String shortcut = sequential(residual.shortcut(), input);
        ActivationSite site = residual.activation();
        String name = site == null ? "sum" : site.name() + ".sum";
        String sum = graph.node("Add", name, List.of(body, shortcut));
        return site == null ? sum : activations.activation(site, sum);
    }

    private String parameter(Parameter parameter) {
        return parameter(parameter.name(), parameter, parameter.value().toArray());
    }

    /** @param values in the order of the parameter's own */
    private String parameter(String name, Parameter parameter, float[] values) {
        return graph.initialiser(
                name,
                ParameterLayout.toFile(parameter.layout(), parameter.value().shape(), values));
    }

    private static String layerOf(Parameter parameter) {
        return parameter.name().substring(0, parameter.name().lastIndexOf('.'));
    }
}
