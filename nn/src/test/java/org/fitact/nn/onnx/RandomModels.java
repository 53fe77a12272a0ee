package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fitact.nn.onnx.write.GraphWriter;

/** Graphs of known operators with inputs and attributes that fit now and then, for images of 2 channels and 4×4 pixels. */
final class RandomModels {

    private static final String[] ANY = {
        "Add",
        "Relu",
        "Tanh",
        "Clip",
        "Min",
        "LessOrEqual",
        "Greater",
        "Sub",
        "Mul",
        "Sigmoid",
        "Where",
        "Identity",
        "Dropout",
        "Cast",
        "Pad",
        "Transpose",
        "Shape",
        "Gather",
        "Unsqueeze",
        "Squeeze",
        "Concat",
        "Constant",
        "Erf",
        "Gelu",
        "HardSigmoid",
        "Softplus"
    };
    private static final String[] USUAL = {
        "Conv",
        "Conv",
        "BatchNormalization",
        "Relu",
        "Relu",
        "Add",
        "MaxPool",
        "AveragePool",
        "GlobalAveragePool",
        "ReduceMean",
        "Clip",
        "Identity"
    };
    private static final String[] CONSTANTS = {"zero", "six", "one", "two", "many", "rows", "axes", "image"};
    private static final String[] ATTRIBUTES = {
        "strides",
        "pads",
        "dilations",
        "kernel_shape",
        "group",
        "axis",
        "axes",
        "perm",
        "ceil_mode",
        "training_mode",
        "keepdims",
        "epsilon",
        "start",
        "allowzero",
        "transB",
        "to",
        "unheard"
    };
    private static final long[] SMALL = {0, 1, 1, 1, 2, 2, 3, 4, -1, 9999};

    private final SplittableRandom random;
    private final Sketch sketch = Sketch.of(2, 4);
    private final List<String> features = new ArrayList<>(List.of("x"));
    private final List<String> others = new ArrayList<>(List.of(CONSTANTS));
    private int count;

    private RandomModels(SplittableRandom random) {
        this.random = random;
    }

    static byte[] of(SplittableRandom random) {
        return new RandomModels(random).model();
    }

    private byte[] model() {
        sketch.constant("zero", new int[0], 0)
                .constant("six", new int[0], 6)
                .constant("one", new int[] {1}, 1)
                .weights("two", 2)
                .constant("many", new int[] {2, 1, 1}, 1, 2)
                .longs("rows", 0, -1)
                .longs("axes", 2, 3)
                .weights("image", 2, 4, 4);
        for (int i = random.nextInt(8); i > 0; i--) {
            if (random.nextInt(4) > 0) {
                usual();
            } else {
                any();
            }
        }
        return random.nextInt(8) == 0 ? sketch.output(feature()).bytes() : withHead();
    }

    private byte[] withHead() {
        sketch.node("GlobalAveragePool", "pooled", last());
        if (random.nextBoolean()) {
            sketch.node("Flatten", "flat", "pooled");
        } else {
            sketch.node("Reshape", "flat", "pooled rows");
        }
        return sketch.weights("head", 2, 3)
                .node("Gemm", "logits", "flat head")
                .output("logits")
                .bytes();
    }

    /** A node that is likely to be understood. */
    private void usual() {
        String operator = pick(USUAL);
        String x = random.nextInt(3) == 0 ? feature() : last();
        String output = "v" + count++;
        String inputs = switch (operator) {
            case "Conv" -> {
                sketch.weights(output + ".weight", 2, 2, 1, 1).weights(output + ".bias", 2);
                yield x + " " + output + ".weight" + (random.nextBoolean() ? " " + output + ".bias" : "");
            }
            case "BatchNormalization" -> {
                for (String part : List.of("s", "b", "m")) {
                    sketch.weights(output + part, 2);
                }
                sketch.constant(output + "v", new int[] {2}, 1, 0.5f);
                yield x + " " + output + "s " + output + "b " + output + "m " + output + "v";
            }
            case "Add" -> x + " " + feature();
            case "Clip" -> x + " zero six";
            case "ReduceMean" -> x + " axes";
            default -> x;
        };
        List<AttributeProto> attributes = new ArrayList<>();
        if (operator.endsWith("xPool") || operator.equals("AveragePool")) {
            attributes.add(GraphWriter.ints("kernel_shape", 1, 1));
        }
        add(operator, output, inputs, attributes);
    }

    private void any() {
        StringBuilder inputs = new StringBuilder(random.nextInt(4) == 0 ? other() : feature());
        for (int i = random.nextInt(3); i > 0; i--) {
            inputs.append(' ').append(random.nextInt(3) == 0 ? feature() : other());
        }
        add(pick(ANY), "v" + count++, inputs.toString(), new ArrayList<>());
    }

    private void add(String operator, String output, String inputs, List<AttributeProto> attributes) {
        if (random.nextInt(8) == 0) {
            attributes.add(attribute());
        }
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs.split(" ")))
                .addOutput(output)
                .addAllAttribute(attributes);
        if (random.nextInt(20) == 0) {
            node.addOutput(output + ".second");
            others.add(output + ".second");
        }
        sketch.node(node);
        (List.of(USUAL).contains(operator) ? features : others).add(output);
    }

    private AttributeProto attribute() {
        String name = pick(ATTRIBUTES);
        return switch (random.nextInt(4)) {
            case 0 -> GraphWriter.number(name, SMALL[random.nextInt(SMALL.length)]);
            case 1 -> GraphWriter.number(name, random.nextInt(-1, 3) / 2f);
            default ->
                GraphWriter.ints(
                        name,
                        random.ints(random.nextInt(5), 0, SMALL.length)
                                .mapToLong(i -> SMALL[i])
                                .toArray());
        };
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private String last() {
        return features.getLast();
    }

    private String feature() {
        return features.get(random.nextInt(features.size()));
    }

    private String other() {
        return others.get(random.nextInt(others.size()));
    }
}
