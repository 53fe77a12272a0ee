package org.fitact.nn.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
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
import java.util.Map;
import java.util.TreeMap;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.onnx.file.UniqueNames;
import org.fitact.tensor.Shape;

/** A graph that is being written. Values are known by name; a node's first output has the node's name. */
public final class GraphWriter {

    private static final int IR_8 = 8;

    /** Came with words of 16 bits and their quantisation. */
    private static final int IR_10 = 10;

    private static final int FIRST_OF_IR_10 = 21;

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

    /** Adds a tensor of integers of a type that holds them. */
    public String initialiser(String name, TensorProto.DataType type, long[] words, int... shape) {
        String stored = names.unique(name);
        int bytes = switch (type) {
            case INT8, UINT8 -> Byte.BYTES;
            case INT16, UINT16 -> Short.BYTES;
            case INT32 -> Integer.BYTES;
            default -> throw new IllegalArgumentException("words of type " + type);
        };
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(words.length, bytes)).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            for (int i = 0; i < bytes; i++) {
                data.put((byte) (word >> i * Byte.SIZE));
            }
        }
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(stored)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(data.flip()));
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

    /**
     * The graph as a file.
     *
     * @param notes its metadata
     */
    public ModelProto model(int opset, Map<String, String> notes) {
        List<StringStringEntryProto> metadata = new TreeMap<>(notes)
                .entrySet().stream()
                        .map(note -> StringStringEntryProto.newBuilder()
                                .setKey(note.getKey())
                                .setValue(note.getValue())
                                .build())
                        .toList();
        return ModelProto.newBuilder()
                .addAllMetadataProps(metadata)
                .setIrVersion(opset < FIRST_OF_IR_10 ? IR_8 : IR_10)
                .setProducerName("fitact")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .setGraph(build())
                .build();
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
