package org.fitact.bench.networks;

import java.io.IOException;
import java.nio.file.Path;
import org.fitact.tensor.Tensor;

/** Another engine, which says what the logits of an ONNX file are. */
@FunctionalInterface
public interface PeerLogits {

    /**
     * Runs a file.
     *
     * @param images {@code [batch, height, width, channels]}
     * @return {@code [batch, classes]}
     * @throws IOException if the engine cannot run it
     */
    float[] of(Path file, Tensor images) throws IOException;
}
