package org.fitact.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.Backend;

/** The network of an ONNX file as it is, and noise of the size of its images. */
public final class FileSubject implements Subject {

    private final Network network;

    public FileSubject(Path file, Backend backend) throws IOException {
        network = OnnxImport.read(file, file.getFileName().toString()).load(backend);
    }

    @Override
    public EvaluationSet images(int count) {
        return Measured.upload(network.backend(), network.architecture().input(), count);
    }

    /** @throws IllegalArgumentException for another than {@link Scheme#RELU}, by which nothing changes */
    @Override
    public Network network(Scheme scheme) {
        if (scheme != Scheme.RELU) {
            throw new IllegalArgumentException("the network of a file is timed as it is, not under " + scheme);
        }
        return network;
    }

    @Override
    public void close() {
        network.close();
    }
}
