package org.fitact.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.fitact.bench.networks.PeerLogits;
import org.fitact.tensor.Tensor;

/** ONNX Runtime's logits of any file with one input and one output, whatever they are called. */
public final class OnnxRuntimeLogits implements PeerLogits {

    static {
        OnnxRuntimeTelemetry.off();
    }

    @Override
    public float[] of(Path file, Tensor images) throws IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions();
                OrtSession session = environment.createSession(file.toString(), options);
                OnnxTensor input = OnnxTensor.createTensor(
                        environment, ChannelsFirst.of(images), ChannelsFirst.shape(images.shape()));
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[logits.remaining()];
            logits.get(values);
            return values;
        } catch (OrtException e) {
            throw new IOException(file + ": ONNX Runtime: " + e.getMessage(), e);
        }
    }
}
