package org.fitact.nn.integer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.checkpoint.ParameterLayout;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.integer.IntegerSteps;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.onnx.write.GraphWriter;
import org.fitact.nn.onnx.write.Requantisation;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Wide;

/** Writes the words of parameters, and QuantizeLinear and DequantizeLinear behind values. */
final class QdqWords implements Requantisation {

    private final GraphWriter writer;
    private final IntegerSteps steps;
    private final Map<String, ParameterWords> parameters;
    private final Map<DataType, String> zeros = new HashMap<>();
    private boolean has16Bits;

    QdqWords(GraphWriter writer, IntegerSteps steps, Map<String, ParameterWords> parameters) {
        this.writer = writer;
        this.steps = steps;
        this.parameters = parameters;
    }

    /** Whether words of 16 bits were written. */
    boolean has16Bits() {
        return has16Bits;
    }

    @Override
    public String value(String value, String name) {
        FixedType type = steps.type(steps.number(value));
        if (!value.equals(Graph.IMAGES) && hasWordsOfInputs(steps.graph().node(value), type)) {
            return name;
        }
        DataType stored = stored(type.format());
        String scale = writer.scalar((float) type.format().resolution());
        String zero = zeros.computeIfAbsent(
                stored, of -> writer.initialiser("zero." + of.name().toLowerCase(Locale.ROOT), of, new long[1]));
        String words = writer.node("QuantizeLinear", name + ".words", List.of(name, scale, zero));
        return writer.node("DequantizeLinear", name + ".numbers", List.of(words, scale, zero));
    }

    /** Whether a value only has words of what it reads, of the same type. */
    private boolean hasWordsOfInputs(Node node, FixedType type) {
        boolean chooses = switch (node.op()) {
            case Flatten _, Reshape _ -> true;
            case Movement movement -> !movement.hasRest();
            case Pool2d pool -> pool.kind() == org.fitact.tensor.backend.op.Pool2d.Kind.MAX;
            default -> false;
        };
        return chooses
                && node.inputs().stream()
                        .allMatch(input -> steps.type(steps.number(input)).equals(type));
    }

    @Override
    public Optional<String> parameter(ParameterSpec spec) {
        ParameterWords parameter = asAdded(parameters.get(spec.name()));
        Format format = parameter.format();
        int[] shape = ParameterLayout.fileShape(spec.layout(), spec.shape());
        String words = writer.initialiser(spec.name(), stored(format), ordered(spec, parameter.words()), shape);
        String scale = writer.scalar((float) format.resolution());
        return Optional.of(writer.node("DequantizeLinear", spec.name() + ".numbers", List.of(words, scale)));
    }

    /**
     * A bias with the fraction bits of its accumulator: products have no more of them, so what the accumulator rounds is the bias
     * alone, and it is rounded here. Anything else as it is.
     */
    private ParameterWords asAdded(ParameterWords parameter) {
        Optional<FixedType> register = steps.graph().nodes().stream()
                .filter(node ->
                        node.op() instanceof Product && node.parameters().lastIndexOf(parameter.name()) == 1)
                .map(node -> steps.arithmetic()
                        .of(node.name())
                        .accumulator()
                        .orElseThrow()
                        .type())
                .findFirst();
        int fraction = parameter.format().fraction();
        if (register.isEmpty() || fraction <= register.get().format().fraction()) {
            return parameter;
        }
        FixedType rounded = new FixedType(
                Format.signed(Integer.SIZE, register.get().format().fraction()),
                register.get().rounding(),
                Overflow.SATURATE);
        Wide wide = new Wide();
        long[] words = Arrays.stream(parameter.words())
                .map(word -> wide.toWord(word, fraction, rounded, 0))
                .toArray();
        return new ParameterWords(parameter.name(), rounded.format(), words);
    }

    /** Words in the order of a file; those that float32 may not hold, of biases, have the order that they have here. */
    private static long[] ordered(ParameterSpec spec, long[] words) {
        if (spec.layout() == ParameterSpec.Layout.SAME) {
            return words;
        }
        float[] numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = words[i];
        }
        StoredTensor there = ParameterLayout.toFile(spec.layout(), spec.shape(), numbers);
        float[] moved = there.floats();
        long[] ordered = new long[words.length];
        for (int i = 0; i < moved.length; i++) {
            ordered[i] = (long) moved[i];
        }
        return ordered;
    }

    private DataType stored(Format format) {
        if (format.width() <= Byte.SIZE) {
            return format.signed() ? DataType.INT8 : DataType.UINT8;
        }
        if (format.width() <= Short.SIZE) {
            has16Bits = true;
            return format.signed() ? DataType.INT16 : DataType.UINT16;
        }
        return DataType.INT32;
    }
}
