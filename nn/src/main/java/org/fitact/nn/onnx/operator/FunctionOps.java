package org.fitact.nn.onnx.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.HardSigmoid;
import org.fitact.nn.graph.op.HardSwish;
import org.fitact.nn.graph.op.LeakyRelu;
import org.fitact.nn.graph.op.Mish;
import org.fitact.nn.graph.op.OnnxForm;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Sigmoid;
import org.fitact.nn.graph.op.Silu;
import org.fitact.nn.graph.op.Softplus;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;

/** The nodes that are activations without a bound, alone or with the one before them. */
final class FunctionOps {

    /** What PyTorch makes HardSwish of where ONNX has none yet. */
    private static final HardSigmoid GATE_OF_HARD_SWISH = new HardSigmoid(1 / 6f, 0.5f);

    private final GraphAssembly assembly;

    FunctionOps(GraphAssembly assembly) {
        this.assembly = assembly;
    }

    /**
     * An activation that is one node. A ReLU of a ReLU is that ReLU.
     *
     * @param forms all of this operator
     */
    Operand function(List<Activation> forms, OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        for (Activation form : forms) {
            OnnxForm.Operator operator = (OnnxForm.Operator) form.onnx();
            if (hasTexts(node, operator)) {
                Activation function = withNumbers(node, form, operator);
                return function instanceof Relu && isRectified(x) ? x : assembly.plain(node.proto(), function, x);
            }
        }
        String expected = forms.stream()
                .map(form -> ((OnnxForm.Operator) form.onnx()).texts().toString())
                .collect(Collectors.joining(" or "));
        throw node.invalid("attributes", "those of another form", expected);
    }

    /** A text that is not there is "none". */
    private static boolean hasTexts(OnnxNode node, OnnxForm.Operator operator) throws InvalidFileException {
        for (Map.Entry<String, String> text : operator.texts().entrySet()) {
            if (!node.text(text.getKey(), "none").equals(text.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static Activation withNumbers(OnnxNode node, Activation function, OnnxForm.Operator operator)
            throws InvalidFileException {
        Map<String, Float> numbers = new HashMap<>();
        for (Map.Entry<String, Float> number : operator.numbers().entrySet()) {
            numbers.put(number.getKey(), node.real(number.getKey(), number.getValue()));
        }
        try {
            return function.with(numbers);
        } catch (IllegalArgumentException e) {
            throw node.invalid("attributes", "impossible (" + e.getMessage() + ")", "an activation that rises");
        }
    }

    /** The one slope of a PReLU that is a constant of the function: several are parameters, which no activation has. */
    static Optional<Float> slope(OnnxNode node) throws InvalidFileException {
        StoredTensor tensor = node.constant(1).tensor();
        boolean one = tensor.type() == TensorType.F32 && tensor.elements() > 0 && areEqual(tensor.floats());
        float alpha = one ? tensor.floats()[0] : -1;
        return alpha >= 0 && Float.isFinite(alpha) ? Optional.of(alpha) : Optional.empty();
    }

    Operand leaky(OnnxNode node, Operand.Feature x, float alpha) {
        return assembly.plain(node.proto(), new LeakyRelu(alpha), x);
    }

    private static boolean areEqual(float[] values) {
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** {@code x·gate(x)}, whichever stands first, if it is an activation. */
    Optional<Operand> gated(OnnxNode node) {
        for (int i = 0; i < 2; i++) {
            if (node.input(i) instanceof Operand.Feature x && node.input(1 - i) instanceof Operand.Feature gate) {
                Optional<Activation> whole = gated(x, gate);
                if (whole.isPresent()) {
                    return whole.map(activation -> assembly.plain(node.proto(), activation, x));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Activation> gated(Operand.Feature x, Operand.Feature gate) {
        GraphAssembly.Draft made = assembly.producer(gate).orElse(null);
        return switch (made == null ? null : made.op()) {
            case Sigmoid _ when made.input().equals(x) -> Optional.of(new Silu());
            case HardSigmoid hard
            when hard.equals(GATE_OF_HARD_SWISH) && made.input().equals(x) -> Optional.of(new HardSwish());
            case Tanh _ when isSoftplus(made.input(), x) -> Optional.of(new Mish());
            case null, default -> Optional.empty();
        };
    }

    private boolean isSoftplus(Operand.Feature value, Operand.Feature x) {
        return assembly.producer(value)
                .filter(draft -> draft.op() instanceof Softplus && draft.input().equals(x))
                .isPresent();
    }

    boolean isRectified(Operand value) {
        return value instanceof Operand.Feature feature
                && assembly.producer(feature)
                        .filter(draft -> draft.op() instanceof Relu)
                        .isPresent();
    }

    static InvalidFileException unknownForm(OnnxNode node) {
        TreeSet<String> known = new TreeSet<>();
        for (Activation activation : Activation.all()) {
            if (activation.onnx() instanceof OnnxForm.Operator operator) {
                known.add(operator.name());
            }
        }
        String names = String.join(", ", known);
        return node.invalid(
                "operator", "not known in this place", "the activations " + names + ", Clip, PRelu and x·Sigmoid(x)");
    }
}
