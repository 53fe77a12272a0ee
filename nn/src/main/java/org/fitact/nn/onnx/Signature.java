package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.Activation;

/**
 * How many inputs a node of a known operator may have, and which attributes, over all opsets that are read. An attribute
 * that is not known could mean anything, so it is refused.
 *
 * @param whole whether the operator is something on its own, rather than a part of a shape or of a bounded ReLU
 */
record Signature(int fewest, int most, boolean whole, Set<String> attributes) {

    private static final Map<String, Signature> KNOWN = new HashMap<>(Map.ofEntries(
            Map.entry("Conv", whole(2, 3, "auto_pad", "dilations", "group", "kernel_shape", "pads", "strides")),
            Map.entry("BatchNormalization", whole(5, 5, "epsilon", "momentum", "training_mode")),
            Map.entry("Gemm", whole(2, 3, "alpha", "beta", "transA", "transB")),
            Map.entry("MatMul", whole(2, 2)),
            Map.entry("Add", whole(2, 2)),
            Map.entry(
                    "MaxPool",
                    whole(
                            1,
                            1,
                            "auto_pad",
                            "ceil_mode",
                            "dilations",
                            "kernel_shape",
                            "pads",
                            "storage_order",
                            "strides")),
            Map.entry(
                    "AveragePool",
                    whole(
                            1,
                            1,
                            "auto_pad",
                            "ceil_mode",
                            "count_include_pad",
                            "dilations",
                            "kernel_shape",
                            "pads",
                            "strides")),
            Map.entry("GlobalAveragePool", whole(1, 1)),
            Map.entry("ReduceMean", whole(1, 2, "axes", "keepdims", "noop_with_empty_axes")),
            Map.entry("Clip", whole(1, 3, "min", "max")),
            Map.entry("Dropout", whole(1, 3, "ratio", "seed")),
            Map.entry("Identity", whole(1, 1)),
            Map.entry("Flatten", whole(1, 1, "axis")),
            Map.entry("Reshape", whole(2, 2, "allowzero")),
            Map.entry("Pad", part(1, 4, "mode", "pads", "value")),
            Map.entry("Min", part(2, 2)),
            Map.entry("LessOrEqual", part(2, 2)),
            Map.entry("Greater", part(2, 2)),
            Map.entry("Sub", part(2, 2)),
            Map.entry("Mul", part(2, 2)),
            Map.entry("Sigmoid", part(1, 1)),
            Map.entry("Where", part(3, 3)),
            Map.entry("Constant", part(0, 0, "value")),
            Map.entry("Transpose", part(1, 1, "perm")),
            Map.entry("Shape", part(1, 1, "start", "end")),
            Map.entry("Gather", part(2, 2, "axis")),
            Map.entry("Cast", part(1, 1, "to", "saturate", "round_mode")),
            Map.entry("Unsqueeze", part(1, 2, "axes")),
            Map.entry("Squeeze", part(1, 2, "axes")),
            Map.entry("Concat", part(1, Integer.MAX_VALUE, "axis"))));

    static {
        Activation.all().forEach(activation -> KNOWN.put(activation.onnx().name(), whole(1, 1)));
    }

    private static Signature whole(int fewest, int most, String... attributes) {
        return new Signature(fewest, most, true, Set.of(attributes));
    }

    private static Signature part(int fewest, int most, String... attributes) {
        return new Signature(fewest, most, false, Set.of(attributes));
    }

    /** Holds a node against the signature of its operator. */
    static void check(OnnxNode node) throws InvalidFileException {
        if (!OnnxFile.STANDARD_DOMAIN.contains(node.proto().getDomain())) {
            throw node.invalid("domain", OnnxFile.brief(node.proto().getDomain()), "an operator of the ONNX standard");
        }
        Signature signature = KNOWN.get(node.operator());
        if (signature == null) {
            throw node.invalid("operator", "not known here", "one of " + wholes());
        }
        int inputs = node.proto().getInputCount();
        if (inputs < signature.fewest || inputs > signature.most) {
            String expected = signature.fewest == signature.most ? "" : signature.fewest + " to ";
            throw node.invalid("number of inputs", Integer.toString(inputs), expected + signature.most);
        }
        signature.checkAttributes(node);
    }

    private void checkAttributes(OnnxNode node) throws InvalidFileException {
        Set<String> seen = new HashSet<>();
        for (AttributeProto attribute : node.proto().getAttributeList()) {
            String name = attribute.getName();
            if (!attributes.contains(name) || !attribute.getRefAttrName().isEmpty()) {
                String expected = attributes.isEmpty() ? "none" : String.join(", ", new TreeSet<>(attributes));
                throw node.invalid("attribute '" + OnnxFile.brief(name) + "'", "not known here", expected);
            }
            if (!seen.add(name)) {
                throw node.invalid("attribute '" + name + "'", "there twice", "one value");
            }
        }
    }

    private static String wholes() {
        return KNOWN.entrySet().stream()
                .filter(entry -> entry.getValue().whole)
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
