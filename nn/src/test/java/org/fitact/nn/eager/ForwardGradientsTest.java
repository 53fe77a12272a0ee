package org.fitact.nn.eager;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Concat;
import org.fitact.nn.graph.op.Expand;
import org.fitact.nn.graph.op.Gather;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Pad;
import org.fitact.nn.graph.op.Resize;
import org.fitact.nn.graph.op.Resize.Coordinates;
import org.fitact.nn.graph.op.Slice;
import org.fitact.nn.graph.op.Transpose;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.GradientCase;
import org.fitact.tensor.autograd.GradientCheck;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What moves or resizes values has the gradient of its finite differences, on the tape of a network. All of it is linear in x,
 * so no input is near a kink, and a difference is right but for rounding.
 */
class ForwardGradientsTest {

    private static final int IMAGES = 2;
    private static final Shape MAP = Shape.of(3, 4, 2);
    private static final Shape PIXELS = Shape.of(3, 1, 2);

    private static Stream<Arguments> ops() {
        return Stream.of(
                Arguments.of(MAP, new Transpose(List.of(2, 0, 1))),
                Arguments.of(MAP, new Transpose(List.of(1, 0, 2))),
                Arguments.of(MAP, new Concat(2, 0)),
                Arguments.of(MAP, new Concat(3, 1)),
                Arguments.of(MAP, new Concat(2, 2)),
                Arguments.of(MAP, new Slice(1, 1, 1, 2)),
                Arguments.of(MAP, new Slice(0, 2, -2, 2)),
                // Some places more than once, and one not at all.
                Arguments.of(MAP, new Gather(1, List.of(3, 0, 0, 1, 3))),
                // As a resize to the nearest place is imported.
                Arguments.of(MAP, new Gather(0, List.of(0, 0, 1, 1, 2, 2))),
                Arguments.of(PIXELS, new Expand(List.of(3, 4, 2))),
                Arguments.of(MAP, new Pad(0, 1, 2, Pad.Mode.CONSTANT, 0.5f)),
                Arguments.of(MAP, new Pad(1, 2, 0, Pad.Mode.EDGE, 0)),
                Arguments.of(MAP, new Pad(1, 3, 2, Pad.Mode.REFLECT, 0)),
                Arguments.of(MAP, new Resize(5, 2.5, Coordinates.HALF_PIXEL, false, 0, false)),
                Arguments.of(MAP, new Resize(3, 1.5, Coordinates.ALIGN_CORNERS, false, 0, false)),
                Arguments.of(MAP, new Resize(1, 0.5, Coordinates.ASYMMETRIC, false, 0, false)),
                Arguments.of(MAP, new Resize(7, 3.5, Coordinates.HALF_PIXEL, true, -0.75f, false)),
                Arguments.of(MAP, new Resize(4, 2, Coordinates.PYTORCH_HALF_PIXEL, true, -0.5f, true)));
    }

    @ParameterizedTest
    @MethodSource("ops")
    void isThatOfTheDifferences(Shape image, Op op) {
        Node node = new Node("y", op, Collections.nCopies(op.operands(), Graph.IMAGES), List.of());
        Graph graph = new Graph(image, List.of(node), "y");
        Architecture architecture =
                new Architecture("lenet5", image, graph.outputShape().elements());
        try (Backend backend = Backends.open("reference", new BackendOptions(1));
                Network network = new Network(architecture, graph, backend, TestNetworks.noise(1))) {
            GradientCheck.check(
                    backend,
                    GradientCase.of(
                                    op.toString(),
                                    (tape, in) -> Forward.of(network, Pass.inference(tape), in.getFirst()))
                            .input(-1, 1, image.withBatch(IMAGES).extents()));
        }
    }
}
