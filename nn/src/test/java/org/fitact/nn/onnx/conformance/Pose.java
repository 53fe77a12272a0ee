package org.fitact.nn.onnx.conformance;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node test as a network: its images are reshaped to the test's input, the test's nodes follow as they are, and what they
 * make is reshaped to logits. The other inputs become initialisers.
 */
enum Pose {
    /** The first axis of the input is the batch, as it is of the output. */
    BATCH,
    /** The whole input is one image, the whole output its logits. */
    IMAGE;

    private static final String IMAGES = "conformance.images";
    private static final String LOGITS = "conformance.logits";
    private static final int RANK = 4;

    /**
     * Of files that are imported. A test has the opset in which its operator last changed; of an earlier one, it is the same
     * in this.
     */
    private static final long OLDEST_OPSET = 7;

    /**
     * The file, if the test can be put so.
     *
     * @param output which output the logits are
     */
    Optional<byte[]> model(NodeTest test, int output) {
        int images = test.images().orElseThrow();
        List<Long> shape = test.inputs().get(images).getDimsList();
        TensorProto expected = test.outputs().get(output);
        long batch = this == BATCH ? shape.getFirst() : 1;
        boolean possible = this == IMAGE || expected.getDimsCount() > 0 && expected.getDims(0) == batch;
        return possible
                ? Optional.of(model(test, images, extents(batch, shape), output, batch)
                        .toByteArray())
                : Optional.empty();
    }

    /** The extents {@code [N, C, H, W]} under which the numbers of a tensor are images. */
    private List<Long> extents(long batch, List<Long> shape) {
        List<Long> extents = new ArrayList<>(List.of(batch));
        extents.addAll(this == BATCH ? shape.subList(1, shape.size()) : shape);
        while (extents.size() < RANK) {
            extents.add(1L);
        }
        while (extents.size() > RANK) {
            extents.add(extents.removeLast() * extents.removeLast());
        }
        return extents;
    }

    /** Of the images {@code [N, C, H, W]} that {@link #model} wants: C, H and W. */
    int[] image(NodeTest test) {
        List<Long> shape = test.inputs().get(test.images().orElseThrow()).getDimsList();
        return extents(1, shape).stream().skip(1).mapToInt(Math::toIntExact).toArray();
    }

    private ModelProto model(NodeTest test, int images, List<Long> extents, int output, long batch) {
        GraphProto original = test.model().getGraph();
        GraphProto.Builder graph =
                original.toBuilder().clearInput().clearOutput().clearNode();
        for (int i = 0; i < original.getInputCount(); i++) {
            if (i != images) {
                graph.addInitializer(test.inputs().get(i).toBuilder()
                        .setName(original.getInput(i).getName()));
            }
        }
        List<Long> shape = test.inputs().get(images).getDimsList();
        String input = original.getInput(images).getName();
        graph.addInput(value(shape.equals(extents) ? input : IMAGES, extents));
        reshape(graph, IMAGES, extents, input, shape);
        graph.addAllNode(original.getNodeList());
        TensorProto result = test.outputs().get(output);
        List<Long> logits = List.of(batch, NodeTest.elements(result) / batch);
        String made = original.getOutput(output).getName();
        graph.addOutput(value(result.getDimsList().equals(logits) ? made : LOGITS, logits));
        reshape(graph, made, result.getDimsList(), LOGITS, logits);
        return test.model().toBuilder()
                .clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(Math.max(OLDEST_OPSET, test.opset())))
                .setGraph(graph)
                .build();
    }

    /** Adds a Reshape, unless it would do nothing. */
    private static void reshape(
            GraphProto.Builder graph, String from, List<Long> found, String to, List<Long> extents) {
        if (found.equals(extents)) {
            return;
        }
        ByteBuffer raw = ByteBuffer.allocate(extents.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        extents.forEach(raw::putLong);
        String shape = to + ".shape";
        graph.addInitializer(TensorProto.newBuilder()
                .setName(shape)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(extents.size())
                .setRawData(ByteString.copyFrom(raw.flip())));
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Reshape")
                .addInput(from)
                .addInput(shape)
                .addOutput(to));
    }

    private static ValueInfoProto value(String name, List<Long> extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        extents.forEach(
                extent -> shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
