package org.fitact.nn.integer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a model on one image as the ONNX standard defines its operators, of which it has those of a plain CNN; sums and scales are
 * float32. Nothing of this program's own arithmetic is in it.
 */
final class QdqModel {

    /** A tensor without its batch. */
    private record Values(float[] numbers, int... shape) {}

    private final ModelProto model;
    private final Map<String, Values> values = new HashMap<>();
    private final Map<String, Integer> types = new HashMap<>();

    QdqModel(ModelProto model) {
        this.model = model;
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            ByteBuffer data = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            int n = tensor.getDimsList().stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b);
            float[] numbers = new float[n];
            for (int i = 0; i < n; i++) {
                numbers[i] = switch (TensorProto.DataType.forNumber(tensor.getDataType())) {
                    case INT8 -> data.get();
                    case UINT8 -> Byte.toUnsignedInt(data.get());
                    case INT16 -> data.getShort();
                    case UINT16 -> Short.toUnsignedInt(data.getShort());
                    case INT32 -> data.getInt();
                    default -> data.getFloat();
                };
            }
            int[] shape = tensor.getDimsList().stream().mapToInt(Long::intValue).toArray();
            values.put(tensor.getName(), new Values(numbers, shape));
            types.put(tensor.getName(), tensor.getDataType());
        }
    }

    /** Number of nodes of an operator. */
    long count(String operator) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals(operator))
                .count();
    }

    /** @param image {@code [channels, height, width]} */
    float[] run(float[] image, int... shape) {
        values.put(model.getGraph().getInput(0).getName(), new Values(image, shape));
        for (NodeProto node : model.getGraph().getNodeList()) {
            values.put(node.getOutput(0), compute(node));
        }
        return values.get(model.getGraph().getOutput(0).getName()).numbers();
    }

    private Values compute(NodeProto node) {
        Values x = values.get(node.getInput(0));
        return switch (node.getOpType()) {
            case "QuantizeLinear" -> quantised(x, scale(node), types.get(node.getInput(2)));
            case "DequantizeLinear" -> each(x, word -> word * scale(node));
            case "Relu" -> each(x, number -> Math.max(0, number));
            case "Flatten" -> new Values(x.numbers(), x.numbers().length);
            case "Conv" -> convolution(node, x);
            case "MaxPool", "AveragePool" -> pool(node, x);
            case "Gemm" -> product(x, values.get(node.getInput(1)), values.get(node.getInput(2)));
            default -> throw new IllegalArgumentException(node.getOpType());
        };
    }

    private interface Function {
        float of(float number);
    }

    private static Values each(Values x, Function function) {
        float[] y = new float[x.numbers().length];
        for (int i = 0; i < y.length; i++) {
            y[i] = function.of(x.numbers()[i]);
        }
        return new Values(y, x.shape());
    }

    private float scale(NodeProto node) {
        return values.get(node.getInput(1)).numbers()[0];
    }

    private static Values quantised(Values x, float scale, int type) {
        int bits = switch (TensorProto.DataType.forNumber(type)) {
            case INT8, UINT8 -> 8;
            case INT16, UINT16 -> 16;
            default -> throw new IllegalArgumentException("type " + type);
        };
        boolean signed = type == TensorProto.DataType.INT8_VALUE || type == TensorProto.DataType.INT16_VALUE;
        float least = signed ? -(1 << bits - 1) : 0;
        float greatest = signed ? (1 << bits - 1) - 1 : (1 << bits) - 1;
        return each(x, number -> Math.clamp((float) Math.rint(number / scale), least, greatest));
    }

    private static List<Long> ints(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .map(AttributeProto::getIntsList)
                .orElseThrow();
    }

    private Values convolution(NodeProto node, Values x) {
        Values w = values.get(node.getInput(1));
        float[] bias = values.get(node.getInput(2)).numbers();
        int stride = Math.toIntExact(ints(node, "strides").getFirst());
        int pad = Math.toIntExact(ints(node, "pads").getFirst());
        int height = (x.shape()[1] + 2 * pad - w.shape()[2]) / stride + 1;
        int width = (x.shape()[2] + 2 * pad - w.shape()[3]) / stride + 1;
        float[] y = new float[w.shape()[0] * height * width];
        for (int at = 0; at < y.length; at++) {
            int o = at / (height * width);
            float sum = bias[o];
            for (int tap = 0; tap < w.numbers().length / w.shape()[0]; tap++) {
                int kx = tap % w.shape()[3];
                int ky = tap / w.shape()[3] % w.shape()[2];
                int channel = tap / (w.shape()[3] * w.shape()[2]);
                int iy = at / width % height * stride - pad + ky;
                int ix = at % width * stride - pad + kx;
                if (iy >= 0 && iy < x.shape()[1] && ix >= 0 && ix < x.shape()[2]) {
                    sum += x.numbers()[(channel * x.shape()[1] + iy) * x.shape()[2] + ix]
                            * w.numbers()[o * (w.numbers().length / w.shape()[0]) + tap];
                }
            }
            y[at] = sum;
        }
        return new Values(y, w.shape()[0], height, width);
    }

    private static Values pool(NodeProto node, Values x) {
        int kernel = Math.toIntExact(ints(node, "kernel_shape").getFirst());
        int height = x.shape()[1] / kernel;
        int width = x.shape()[2] / kernel;
        boolean largest = node.getOpType().equals("MaxPool");
        float[] y = new float[x.shape()[0] * height * width];
        for (int at = 0; at < y.length; at++) {
            float of = largest ? Float.NEGATIVE_INFINITY : 0;
            for (int tap = 0; tap < kernel * kernel; tap++) {
                int iy = at / width % height * kernel + tap / kernel;
                int ix = at % width * kernel + tap % kernel;
                float number = x.numbers()[(at / (width * height) * x.shape()[1] + iy) * x.shape()[2] + ix];
                of = largest ? Math.max(of, number) : of + number;
            }
            y[at] = largest ? of : of / (kernel * kernel);
        }
        return new Values(y, x.shape()[0], height, width);
    }

    private static Values product(Values x, Values w, Values bias) {
        float[] y = bias.numbers().clone();
        for (int o = 0; o < y.length; o++) {
            for (int i = 0; i < x.numbers().length; i++) {
                y[o] += x.numbers()[i] * w.numbers()[o * x.numbers().length + i];
            }
        }
        return new Values(y, y.length);
    }
}
