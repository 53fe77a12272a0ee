package org.fitact.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
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
     * @param model a file's bytes; input {@code images} with the free dimension {@code batch}, output {@code logits}
     * @param images {@code [batch, height, width, channels]}; copied
     */
    OnnxRuntimeEngine(byte[] model, Tensor images, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int batch = images.shape().extent(0);
        try (SessionOptions options = options(threads, batch)) {
            session = environment.createSession(model, options);
        }
        int classes = Math.toIntExact(shapeOfOutput()[1]);
        logits = ChannelsFirst.direct(batch * classes);
        input = Map.of("images", tensor(environment, ChannelsFirst.of(images), ChannelsFirst.shape(images.shape())));
        output = Map.of("logits", tensor(environment, logits, batch, classes));
    }

    private static SessionOptions options(int threads, int batch) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setSymbolicDimensionValue("batch", batch);
        return options;
    }

    private long[] shapeOfOutput() throws OrtException {
        return ((ai.onnxruntime.TensorInfo)
                        session.getOutputInfo().get("logits").getInfo())
                .getShape();
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
