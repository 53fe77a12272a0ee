package org.fitact.bench.peers;

import java.util.List;
import java.util.Map;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.FoldBatchNorm;
import org.fitact.nn.graph.pass.Program;
import org.fitact.tensor.number.TensorFormat;

/** A network whose numbers are those that a memory holds, so that every engine computes with the same. */
final class StoredNumbers {

    private StoredNumbers() {}

    /**
     * A network as it is deployed: batch norm folded, every parameter a word of a format, read again.
     *
     * @param network not modified
     * @return on the same backend; the caller closes it
     * @throws ArithmeticException if a parameter has no word; it names the parameter and the index
     */
    static Network of(Network network, TensorFormat format) {
        Program folded = Program.of(network).through(List.of(new FoldBatchNorm()));
        Network stored = folded.network(network.architecture(), network.backend());
        Map<String, float[]> numbers =
                MemoryImage.of(stored, Deployment.of(format)).numbers();
        stored.parameters().forEach(parameter -> parameter.value().upload(numbers.get(parameter.name())));
        return stored;
    }
}
