package org.fitact.bench.peers;

import java.io.IOException;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.tensor.Tensor;

/**
 * libtorch on the CPU in inference mode. The network is the one that {@link OnnxRuntimeEngine} gets: batch norm folded, bounded
 * activations as ordinary ops.
 */
final class LibtorchEngine implements Engine {

    private final TorchGraph graph;
    private final float[] logits;

    /** @param images {@code [batch, height, width, channels]}; copied */
    LibtorchEngine(Network network, Tensor images, int threads) throws IOException {
        graph = new TorchGraph(OnnxExport.bytes(network, new ExportOptions(true, false)), images, threads);
        logits = new float[images.shape().extent(0) * network.architecture().classes()];
    }

    @Override
    public Object run() {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode()) {
            new FloatPointer(graph.run().contiguous().data_ptr()).get(logits);
            return logits;
        }
    }

    @Override
    public float[] logits() {
        return logits.clone();
    }

    @Override
    public void close() {
        graph.close();
    }
}
