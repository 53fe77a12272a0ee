package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;

/** A model that is written by hand, as somebody who wants to test or to break a reader would. */
final class Sketch {

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private long opset = 17;

    /** A model for images {@code [N, channels, side, side]} called x. */
    static Sketch of(int channels, int side) {
        return new Sketch().input(TensorProto.DataType.FLOAT, -1, channels, side, side);
    }

    Sketch opset(long version) {
        opset = version;
        return this;
    }

    /** Replaces the input; a negative extent is a free one. */
    Sketch input(TensorProto.DataType type, long... extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long extent : extents) {
            TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
            if (extent < 0) {
                dimension.setDimParam("N");
            } else {
                dimension.setDimValue(extent);
            }
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
        graph.clearInput()
                .addInput(ValueInfoProto.newBuilder()
                        .setName("x")
                        .setType(TypeProto.newBuilder().setTensorType(tensor)));
        return this;
    }

    Sketch constant(String name, int[] shape, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
        Arrays.stream(shape).forEach(tensor::addDims);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return constant(tensor);
    }

    /** Values around 0 that differ. */
    Sketch weights(String name, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 37 % 101 - 50) / 64f;
        }
        return constant(name, shape, values);
    }

    Sketch longs(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .addDims(values.length)
                .setDataType(TensorProto.DataType.INT64.getNumber());
        Arrays.stream(values).forEach(tensor::addInt64Data);
        return constant(tensor);
    }

    Sketch constant(TensorProto.Builder tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    /** A node without a name, whose output is called as given. */
    Sketch node(String operator, String output, String inputs, AttributeProto... attributes) {
        return node(NodeProto.newBuilder()
                .setOpType(operator)
                .addOutput(output)
                .addAllInput(List.of(inputs.split(" ")))
                .addAllAttribute(List.of(attributes)));
    }

    Sketch node(NodeProto.Builder node) {
        graph.addNode(node);
        return this;
    }

    /** A Constant with these attributes. */
    static NodeProto.Builder constantNode(String output, AttributeProto.Builder... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType("Constant").addOutput(output);
        Arrays.stream(attributes).forEach(node::addAttribute);
        return node;
    }

    /** Lists an initialiser among the inputs. */
    Sketch alsoInput(String name) {
        graph.addInput(ValueInfoProto.newBuilder().setName(name));
        return this;
    }

    Sketch output(String name) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(name));
        return this;
    }

    byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}
