package org.fitact.nn.onnx.conformance;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One test of the ONNX project: a model of one node or few, what it is given, and what it must make of that.
 *
 * @param inputs in the order of the model's
 * @param outputs in the order of the model's
 */
record NodeTest(String name, ModelProto model, List<TensorProto> inputs, List<TensorProto> outputs) {

    /** All tests in a folder, by their names. Sequences and other values that are no tensors are not read: such a test has no inputs. */
    static List<NodeTest> all(Path folder) throws IOException {
        try (Stream<Path> tests = Files.list(folder)) {
            return tests.filter(test -> Files.exists(test.resolve("model.onnx")))
                    .sorted()
                    .map(NodeTest::read)
                    .toList();
        }
    }

    private static NodeTest read(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve("model.onnx"))) {
            ModelProto model = ModelProto.parseFrom(in);
            boolean tensors = Stream.concat(
                            model.getGraph().getInputList().stream(), model.getGraph().getOutputList().stream())
                    .allMatch(value -> value.getType().hasTensorType());
            return new NodeTest(
                    folder.getFileName().toString(),
                    model,
                    tensors ? tensors(folder, "input", model.getGraph().getInputCount()) : List.of(),
                    tensors ? tensors(folder, "output", model.getGraph().getOutputCount()) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TensorProto> tensors(Path folder, String kind, int count) throws IOException {
        List<TensorProto> tensors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve("test_data_set_0").resolve(kind + "_" + i + ".pb");
            try (InputStream in = Files.newInputStream(file)) {
                tensors.add(TensorProto.parseFrom(in));
            }
        }
        return tensors;
    }

    /** The input that is the images: the first of float32 that has axes and elements. */
    Optional<Integer> images() {
        return IntStream.range(0, inputs.size())
                .filter(i -> isFloat(inputs.get(i)) && inputs.get(i).getDimsCount() > 0 && elements(inputs.get(i)) > 0)
                .boxed()
                .findFirst();
    }

    /** The outputs that a network can have: those of float32. */
    List<Integer> results() {
        return IntStream.range(0, outputs.size())
                .filter(i -> isFloat(outputs.get(i)))
                .boxed()
                .toList();
    }

    private static boolean isFloat(TensorProto tensor) {
        return tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber();
    }

    /** The operator that is tested; several nodes spell one out by others. */
    String operator() {
        return model.getGraph().getNodeCount() == 1
                ? model.getGraph().getNode(0).getOpType()
                : "spelled out";
    }

    long opset() {
        return model.getOpsetImportList().stream()
                .filter(opset -> opset.getDomain().isEmpty())
                .findFirst()
                .orElseThrow()
                .getVersion();
    }

    static float[] values(TensorProto tensor) {
        float[] values = new float[Math.toIntExact(elements(tensor))];
        if (tensor.hasRawData()) {
            tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        } else {
            IntStream.range(0, values.length).forEach(i -> values[i] = tensor.getFloatData(i));
        }
        return values;
    }

    static long elements(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}
