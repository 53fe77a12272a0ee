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
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;

/**
 * libtorch on the CPU, op by op as its C++ users call it, in inference mode. The network is the one that {@link
 * OnnxRuntimeEngine} gets: batch norm folded, bounded activations as ordinary ops. A value is kept until the end of a
 * run, so a run needs more memory than it must.
 */
final class LibtorchEngine implements Engine {

    private final List<Step> steps = new ArrayList<>();
    private final Tensor[] values;
    private final int weights;
    private final float[] logits;

    /** A node: it reads values by their numbers and makes the next one. */
    private record Step(Function<Tensor[], Tensor> op, int[] inputs) {}

    /** @param images {@code [batch, height, width, channels]}; copied */
    LibtorchEngine(Network network, org.fitact.tensor.Tensor images, int threads) throws IOException {
        unpackLibraries();
        torch.set_num_threads(threads);
        GraphProto graph = ModelProto.parseFrom(OnnxExport.bytes(network, new ExportOptions(true, false)))
                .getGraph();
        Map<String, Integer> numbers = new HashMap<>();
        List<Tensor> given = new ArrayList<>();
        given.add(images(images));
        numbers.put("images", 0);
        for (TensorProto initialiser : graph.getInitializerList()) {
            numbers.put(initialiser.getName(), given.size());
            given.add(weights(initialiser));
        }
        weights = given.size();
        for (NodeProto node : graph.getNodeList()) {
            int[] inputs = node.getInputList().stream().mapToInt(numbers::get).toArray();
            numbers.put(node.getOutput(0), weights + steps.size());
            steps.add(new Step(TorchOps.of(node), inputs));
        }
        values = given.toArray(new Tensor[weights + steps.size()]);
        logits = new float[images.shape().extent(0) * network.architecture().classes()];
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

    @Override
    public Object run() {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode()) {
            for (int s = 0; s < steps.size(); s++) {
                Step step = steps.get(s);
                Tensor[] inputs = new Tensor[step.inputs.length];
                for (int i = 0; i < inputs.length; i++) {
                    inputs[i] = values[step.inputs[i]];
                }
                values[weights + s] = step.op.apply(inputs);
            }
            new FloatPointer(values[values.length - 1].contiguous().data_ptr()).get(logits);
            return logits;
        }
    }

    @Override
    public float[] logits() {
        return logits.clone();
    }

    @Override
    public void close() {
        for (int i = 0; i < weights; i++) {
            values[i].close();
        }
    }
}
