package org.fitact.nn.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.onnx.file.UniqueNames;
import org.fitact.tensor.Shape;

/** A graph that is being written. Values are known by name; a node's first output has the node's name. */
public final class GraphWriter {

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final UniqueNames names = new UniqueNames();

    public GraphWriter(String name) {
        graph.setName(name);
    }

    /** @param image {@code [height, width, channels]} */
    public void input(String name, Shape image) {
        names.unique(name);
        graph.addInput(value(name, image.extent(2), image.extent(0), image.extent(1)));
    }

    /** Keeps a name for {@link #output}. */
    public void reserve(String name) {
        names.unique(name);
    }

    /** Names the last value and makes it the graph's output. */
    public void output(String last, String name, int classes) {
        int producer = graph.getNodeCount() - 1;
        if (producer < 0 || !graph.getNode(producer).getOutput(0).equals(last)) {
            throw new IllegalArgumentException("a network without any layer cannot be exported");
        }
        graph.setNode(producer, graph.getNode(producer).toBuilder().setOutput(0, name));
        graph.addOutput(value(name, classes));
    }

    /** Adds a node and returns the name of its result. */
    public String node(String operator, String name, List<String> inputs, AttributeProto... attributes) {
        String result = names.unique(name);
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(result)
                .addAllInput(inputs)
                .addOutput(result)
                .addAllAttribute(Arrays.asList(attributes)));
        return result;
    }

    /** Adds a tensor of constants under a shape that may have further dimensions of 1. */
    public String initialiser(String name, StoredTensor values, int... shape) {
        String stored = names.unique(name);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(stored)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(values.data()));
        for (int extent : shape) {
            tensor.addDims(extent);
        }
        graph.addInitializer(tensor);
        return stored;
    }

    public String initialiser(String name, StoredTensor values) {
        return initialiser(name, values, values.shape());
    }

    /** Whole numbers, stored once however often they are asked for. */
    String longs(List<? extends Number> values) {
        String name = "constant."
                + String.join("_", values.stream().map(Number::toString).toList());
        if (names.contains(name)) {
            return name;
        }
        ByteBuffer data = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> data.putLong(value.longValue()));
        graph.addInitializer(TensorProto.newBuilder()
                .setName(names.unique(name))
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.size())
                .setRawData(ByteString.copyFrom(data.flip())));
        return name;
    }

    /** A number, stored once however often it is asked for. */
    public String scalar(float value) {
        String name = "constant." + value;
        return names.contains(name) ? name : initialiser(name, StoredTensor.of(new int[0], value));
    }

    public GraphProto build() {
        return graph.build();
    }

    public static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    public static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    public static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    private static ValueInfoProto value(String name, int... extents) {
        TensorShapeProto.Builder shape =
                TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("batch"));
        for (int extent : extents) {
            shape.addDim(Dimension.newBuilder().setDimValue(extent));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
