package org.fitact.nn.integer.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.IntegerSteps;
import org.fitact.nn.integer.NetworkArithmetic;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.onnx.ValueNames;
import org.fitact.nn.onnx.write.GraphExport;
import org.fitact.nn.onnx.write.GraphWriter;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.ReferenceIntegerOps;

/**
 * Writes a network in integer arithmetic as ONNX: parameters are words of 8, 16 or 32 bits behind a DequantizeLinear, every value that is
 * rounded goes through a QuantizeLinear and a DequantizeLinear whose scale is a power of two and whose zero point is 0, and between them
 * stand operators in float32. Words of 16 bits need opset 21.
 *
 * <p>Sums in float32 have 24 bits. Where they need no more the words are those of {@link IntegerPlan}; where they do, a word may be
 * another by one where a sum lies near the middle of two. Functions are computed in float32 and not looked up, smooth gates too.
 */
public final class QdqExport {

    private static final int FIRST_OF_16_BITS = 21;

    private QdqExport() {}

    /**
     * The network as a model.
     *
     * @param graph that {@link IntegerPlan#program} gave
     * @param words of all its parameters
     * @param notes its metadata
     * @throws IllegalArgumentException if ONNX cannot say how a node computes, or it is not computed in integers at all; names the
     *     node
     */
    public static ModelProto model(
            Architecture architecture,
            Graph graph,
            NetworkArithmetic arithmetic,
            Collection<ParameterWords> words,
            ValueNames names,
            Map<String, String> notes) {
        IntegerPlan.of(graph, arithmetic, words, new ReferenceIntegerOps(), 1, 1)
                .close();
        IntegerSteps steps = new IntegerSteps(graph, arithmetic);
        Map<String, ParameterWords> parameters = new HashMap<>();
        words.forEach(parameter -> parameters.put(parameter.name(), parameter));
        new QdqLimits(steps, parameters).require();
        GraphWriter writer = new GraphWriter(architecture.model());
        writer.input(names.input(), graph.image());
        writer.reserve(names.output());
        QdqWords requantisation = new QdqWords(writer, steps, parameters);
        Program program = new Program(graph, numbers(parameters));
        String last = new GraphExport(writer, program, false, requantisation).write(names.input());
        writer.output(last, names.output(), architecture.classes());
        int opset = GraphExport.opset(graph);
        return writer.model(requantisation.has16Bits() ? Math.max(opset, FIRST_OF_16_BITS) : opset, notes);
    }

    private static Map<String, float[]> numbers(Map<String, ParameterWords> parameters) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            Format format = parameter.format();
            float[] values = new float[parameter.words().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) format.value(parameter.words()[i]);
            }
            numbers.put(name, values);
        });
        return numbers;
    }
}
