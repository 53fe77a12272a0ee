package org.fitact.bench.peers;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.tensor.Tensor;

/**
 * ONNX Runtime on the CPU at its best: all graph optimisations, the batch size fixed when the session is made, input
 * and output bound once over memory of their own. Bounded activations are the bare formulas, without the guard against
 * NaN that {@link OnnxExport} adds by default, since that is how others write them, and faster.
 */
final class OnnxRuntimeEngine implements Engine {

    static {
        OnnxRuntimeTelemetry.off();
    }

    private final OrtSession session;
    private final Map<String, OnnxTensor> input;
    private final Map<String, OnnxTensor> output;
    private final FloatBuffer logits;

    OnnxRuntimeEngine(Network network, Tensor images, int threads) throws OrtException {
        this(OnnxExport.bytes(network, new ExportOptions(true, false)), images, threads);
    }

    /**
     * @param model a file's bytes, of one input and one output; a free first dimension of the input is fixed
     * @param images {@code [batch, height, width, channels]}; copied
     */
    OnnxRuntimeEngine(byte[] model, Tensor images, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int batch = images.shape().extent(0);
        try (SessionOptions options = options(threads);
                SessionOptions reading = new SessionOptions();
                OrtSession unfixed = environment.createSession(model, reading)) {
            String free = tensorInfo(unfixed.getInputInfo()).getDimensionNames()[0];
            if (!free.isEmpty()) {
                options.setSymbolicDimensionValue(free, batch);
            }
            session = environment.createSession(model, options);
        }
        int classes = Math.toIntExact(tensorInfo(session.getOutputInfo()).getShape()[1]);
        logits = ChannelsFirst.direct(batch * classes);
        OnnxTensor maps = tensor(environment, ChannelsFirst.of(images), ChannelsFirst.shape(images.shape()));
        input = Map.of(session.getInputNames().iterator().next(), maps);
        output = Map.of(session.getOutputNames().iterator().next(), tensor(environment, logits, batch, classes));
    }

    private static SessionOptions options(int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        return options;
    }

    private static TensorInfo tensorInfo(Map<String, NodeInfo> values) {
        return (TensorInfo) values.values().iterator().next().getInfo();
    }

    private static OnnxTensor tensor(OrtEnvironment environment, FloatBuffer values, long... shape)
            throws OrtException {
        return OnnxTensor.createTensor(environment, values, shape);
    }

    @Override
    public Object run() throws OrtException {
        session.run(input, output).close();
        return logits;
    }

    @Override
    public float[] logits() {
        float[] values = new float[logits.capacity()];
        logits.get(0, values);
        return values;
    }

    @Override
    public void close() throws OrtException {
        input.values().forEach(OnnxTensor::close);
        output.values().forEach(OnnxTensor::close);
        session.close();
    }
}
