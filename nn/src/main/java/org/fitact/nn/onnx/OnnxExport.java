package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.DropIdentity;
import org.fitact.nn.graph.pass.FoldBatchNorm;
import org.fitact.nn.graph.pass.GraphPass;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.onnx.write.GraphExport;
import org.fitact.nn.onnx.write.GraphWriter;

/**
 * Writes networks as ONNX, opset 17 (or the first that has the activations), with ops of the standard only: input {@code images [batch, channels, height,
 * width]}, already normalised, output {@code logits [batch, classes]}, the batch being free ({@link ValueNames} may say other
 * names). Weights stand in ONNX's
 * order, which is PyTorch's. Feature maps are {@code [N, C, H, W]}; other values stand in the order of axes in which what made them
 * left them, and a Transpose is written only where an operator wants another.
 *
 * <table>
 * <caption>Upper bounds, with r = Relu(x), and what they become when they are not guarded</caption>
 * <tr><th>policy</th><th>guarded</th><th>not guarded</th></tr>
 * <tr><td>zero</td><td>Where(r ≤ λ, r, 0)</td><td>the same</td></tr>
 * <tr><td>saturate</td><td>Where(r &gt; 0, Min(r, λ), 0)</td><td>Clip(x, 0, λ) for a layer, else Min(r, λ)</td></tr>
 * <tr><td>smooth</td><td>Where(r − λ ≤ 17/κ, r·Sigmoid(−κ·(r − λ)), 0)</td><td>r·Sigmoid(−κ·(r − λ))</td></tr>
 * </table>
 *
 * <table>
 * <caption>Bounds of two sides, on x</caption>
 * <tr><th>policy</th><th>guarded</th><th>not guarded</th></tr>
 * <tr><td>zero</td><td>Where(And(x ≤ λ, x ≥ μ), x, 0)</td><td>the same</td></tr>
 * <tr><td>saturate</td><td>Where(x = x, Max(Min(x, λ), μ), 0)</td><td>Max(Min(x, λ), μ)</td></tr>
 * <tr><td>smooth, d = Where(x &gt; 0, λ − x, x − μ)</td><td>Where(d ≥ −17/κ, x·Sigmoid(κ·d), 0)</td><td>x·Sigmoid(κ·d)</td></tr>
 * </table>
 *
 * <p>Bounds are initialisers called {@code ….bounds} and {@code ….lower}, that broadcast over the batch: scalar, {@code [C, 1, 1]}, {@code [C, H, W]}. A
 * comparison with NaN is false, so a guarded activation gives 0 for NaN, as {@link
 * org.fitact.tensor.backend.op.BoundedRelu} demands; for +∞, zero and smooth give 0 and saturate gives λ. The cut of smooth
 * at s = σ(−17) = 4·10⁻⁸ changes a result by less than a rounding of r, and is needed twice: ∞·0 is NaN, and runtimes
 * stop their sigmoid at about σ(−18), through which a large faulty value would still pass.
 */
public final class OnnxExport {

    private OnnxExport() {}

    /**
     * Writes a network as it is now, atomically.
     *
     * @param notes kept in the file's metadata, which {@link OnnxImport#notes} gives back
     */
    public static void write(Path file, Network network, ExportOptions options, Map<String, String> notes)
            throws IOException {
        write(file, model(network, options, notes));
    }

    /** Writes a model, atomically. */
    public static void write(Path file, ModelProto model) throws IOException {
        AtomicFile.write(file, channel -> {
            OutputStream out = Channels.newOutputStream(channel);
            model.writeTo(out);
            out.flush();
        });
    }

    /** The bytes of the file that {@link #write} makes, without notes. */
    public static byte[] bytes(Network network, ExportOptions options) {
        return model(network, options, Map.of()).toByteArray();
    }

    private static ModelProto model(Network network, ExportOptions options, Map<String, String> notes) {
        Architecture architecture = network.architecture();
        GraphWriter graph = new GraphWriter(architecture.model());
        graph.input(options.names().input(), architecture.input());
        graph.reserve(options.names().output());
        List<GraphPass> passes = options.foldBatchNorm()
                ? List.of(new DropIdentity(), new FoldBatchNorm())
                : List.of(new DropIdentity());
        Program program = Program.of(network).through(passes);
        String last = new GraphExport(graph, program, options.guarded())
                .write(options.names().input());
        graph.output(last, options.names().output(), architecture.classes());
        return graph.model(GraphExport.opset(program.graph()), notes);
    }
}
