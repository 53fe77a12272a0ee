package org.fitact.bench.peers;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An exported network in libtorch, op by op as its C++ users call it. A value is kept until the scope closes in which it was made,
 * so a run needs more memory than it must.
 */
final class TorchGraph implements AutoCloseable {

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Tensor[] values;
    private final int given;

    /** A node: it reads values by their numbers and makes the next one. */
    private record Step(Function<Tensor[], Tensor> op, int[] inputs) {}

    /**
     * @param onnx a file's bytes
     * @param images {@code [batch, height, width, channels]}; copied
     * @param threads that libtorch computes with from now on, wherever it is called
     */
    TorchGraph(byte[] onnx, org.fitact.tensor.Tensor images, int threads) throws IOException {
        unpackLibraries();
        torch.set_num_threads(threads);
        GraphProto graph = ModelProto.parseFrom(onnx).getGraph();
        List<Tensor> first = new ArrayList<>();
        first.add(images(images));
        numbers.put("images", 0);
        for (TensorProto initialiser : graph.getInitializerList()) {
            numbers.put(initialiser.getName(), first.size());
            first.add(weights(initialiser));
        }
        given = first.size();
        for (NodeProto node : graph.getNodeList()) {
            int[] inputs = node.getInputList().stream().mapToInt(numbers::get).toArray();
            numbers.put(node.getOutput(0), given + steps.size());
            steps.add(new Step(TorchOps.of(node), inputs));
        }
        values = first.toArray(new Tensor[given + steps.size()]);
    }

    /**
     * All of them before the first is loaded: where the system has a libtorch of its own, the linker would else take the
     * parts that are not unpacked yet from that one.
     */
    private static void unpackLibraries() throws IOException {
        Loader.cacheResources("/org/bytedeco/pytorch/" + Loader.getPlatform() + "/");
    }

    private static Tensor images(org.fitact.tensor.Tensor images) {
        FloatBuffer first = ChannelsFirst.of(images);
        float[] all = new float[first.capacity()];
        first.get(0, all);
        return tensor(all, ChannelsFirst.shape(images.shape()));
    }

    private static Tensor weights(TensorProto initialiser) {
        FloatBuffer raw = initialiser
                .getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] all = new float[raw.remaining()];
        raw.get(all);
        return tensor(
                all,
                initialiser.getDimsList().stream().mapToLong(extent -> extent).toArray());
    }

    /** A tensor with memory of its own. */
    private static Tensor tensor(float[] all, long... shape) {
        try (FloatPointer memory = new FloatPointer(all);
                Tensor view = torch.from_blob(memory, shape)) {
            return view.clone();
        }
    }

    /** Runs all nodes within the scope that is open; the last value. */
    Tensor run() {
        for (int s = 0; s < steps.size(); s++) {
            Step step = steps.get(s);
            Tensor[] inputs = new Tensor[step.inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = values[step.inputs[i]];
            }
            values[given + s] = step.op.apply(inputs);
        }
        return values[values.length - 1];
    }

    /** A value by its name in the file. */
    Tensor value(String name) {
        return values[numbers.get(name)];
    }

    /** The elements of a tensor, in the order of its axes. */
    static float[] floats(Tensor tensor) {
        float[] all = new float[Math.toIntExact(tensor.numel())];
        try (Tensor dense = tensor.contiguous();
                FloatPointer memory = dense.data_ptr_float()) {
            memory.get(all);
        }
        return all;
    }

    @Override
    public void close() {
        for (int i = 0; i < given; i++) {
            values[i].close();
        }
    }
}
