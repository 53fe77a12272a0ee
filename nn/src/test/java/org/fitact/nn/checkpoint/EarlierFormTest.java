package org.fitact.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.Patterns;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.Test;

/** A file that this program wrote before networks were graphs, and the logits that it computed then. */
class EarlierFormTest {

    private static final float[] LOGITS = {-1.0009288f, 0.4556389f, -0.2764051f, 0.027408846f};

    @Test
    void aFileOfBeforeIsTheNetworkThatItWas() throws IOException, URISyntaxException {
        Path file =
                Path.of(EarlierFormTest.class.getResource("earlier.safetensors").toURI());
        Checkpoint checkpoint = Checkpoint.read(file);
        assertEquals(Map.of("scheme", "fitact"), checkpoint.info().notes());
        assertEquals(
                List.of("c", "n", "a", "a.bound", "r", "b.sum", "b", "pool1", "flatten1", "l"),
                checkpoint.graph().nodes().stream().map(Node::name).toList());
        try (Backend backend = Backends.open("reference", new BackendOptions(1));
                Network network = checkpoint.load(backend);
                Tape tape = Tape.inference(backend)) {
            Site bounded = network.sites().getFirst();
            assertEquals(new Bound(Policy.SMOOTH, Granularity.NEURON, 20), bounded.bound());
            assertEquals(new Tanh(), network.sites().getLast().function());
            Tensor images = tape.own(Tensor.of(backend, Shape.of(2, 4, 4, 1), Patterns.pattern(1, 32)));
            assertArrayEquals(
                    LOGITS, Forward.of(network, Pass.inference(tape), images).toArray());
        }
    }
}
