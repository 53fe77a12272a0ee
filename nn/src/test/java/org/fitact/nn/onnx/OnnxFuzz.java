package org.fitact.nn.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.write.GraphWriter;
import org.fitact.tensor.backend.Backend;

/**
 * The importer under inputs that nobody meant: from a seed it makes a file, and from a file either a network that runs or
 * the reader's own exception. Anything else that is thrown is a fault of the reader.
 */
public final class OnnxFuzz {

    private static final int LARGEST_TO_RUN = 4096;

    private final Path file;
    private final Backend backend;

    /**
     * @param file that is written anew for every input
     * @param backend that networks run on; not closed here
     */
    public OnnxFuzz(Path file, Backend backend) {
        this.file = file;
        this.backend = backend;
    }

    /** An input: a random graph, or a damaged file. The same for the same seed. */
    public static byte[] input(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] sound = random.nextInt(3) == 0 ? SOUND.get(random.nextInt(SOUND.size())) : RandomModels.of(random);
        return random.nextInt(3) == 0 ? sound : OnnxMutants.of(sound, random);
    }

    /** Whether an input is a network; if so, one image goes through it. */
    public boolean accepts(byte[] input) throws IOException {
        Files.write(file, input);
        try {
            OnnxImport imported = OnnxImport.read(file, "a");
            int pixels = imported.architecture().input().elements();
            if (pixels <= LARGEST_TO_RUN) {
                try (Network network = imported.load(backend)) {
                    OnnxFiles.logits(network, Patterns.pattern(1, pixels));
                }
            }
            return true;
        } catch (InvalidFileException _) {
            return false;
        }
    }

    /** Small models that between them have every operator that is known. */
    private static final List<byte[]> SOUND = List.of(
            Sketch.of(2, 4)
                    .weights("w", 3, 2, 3, 3)
                    .weights("b", 3)
                    .node("Conv", "c", "x w b", GraphWriter.ints("pads", 1, 1, 1, 1))
                    .weights("s", 3)
                    .weights("t", 3)
                    .weights("m", 3)
                    .constant("v", new int[] {3}, 1, 2, 3)
                    .node("BatchNormalization", "n", "c s t m v", GraphWriter.number("epsilon", 1e-3f))
                    .node("Relu", "r", "n")
                    .node(
                            "MaxPool",
                            "p",
                            "r",
                            GraphWriter.ints("kernel_shape", 2, 2),
                            GraphWriter.ints("strides", 2, 2))
                    .weights("u", 3, 3, 1, 1)
                    .node("Conv", "d", "p u")
                    .node("Add", "a", "d p")
                    .node("Tanh", "h", "a")
                    .longs("axes", 2, 3)
                    .node("ReduceMean", "g", "h axes", GraphWriter.number("keepdims", 0))
                    .weights("f", 4, 3)
                    .node("Gemm", "o", "g f", GraphWriter.number("transB", 1))
                    .output("o")
                    .bytes(),
            Sketch.of(1, 4)
                    .constant("zero", new int[0], 0)
                    .constant("six", new int[0], 6)
                    .constant("steep", new int[0], -5)
                    .constant("cut", new int[0], 3.4f)
                    .weights("bounds", 1, 4, 4)
                    .weights("channels", 1, 1, 1)
                    .node("Clip", "k", "x zero six")
                    .node("Relu", "r", "k")
                    .node("Sub", "above", "r bounds")
                    .node("Mul", "scaled", "above steep")
                    .node("Sigmoid", "gate", "scaled")
                    .node("Mul", "gated", "r gate")
                    .node("LessOrEqual", "passes", "above cut")
                    .node("Where", "y", "passes gated zero")
                    .node("Relu", "q", "y")
                    .node("LessOrEqual", "within", "q channels")
                    .node("Where", "z", "within q zero")
                    .longs("zeroth", 0)
                    .longs("rest", -1)
                    .node("Shape", "shape", "z")
                    .node("Gather", "batch", "shape zeroth")
                    .node("Concat", "rows", "batch rest", GraphWriter.number("axis", 0))
                    .node("Reshape", "flat", "z rows")
                    .weights("w", 3, 16)
                    .node("Transpose", "turned", "w", GraphWriter.ints("perm", 1, 0))
                    .node("MatMul", "product", "flat turned")
                    .weights("b", 3)
                    .node("Add", "o", "b product")
                    .output("o")
                    .bytes());
}
