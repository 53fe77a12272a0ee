package org.fitact.nn.graph.op;

import java.util.List;
import java.util.Map;

/** How an activation of x is written in the ONNX standard. */
public sealed interface OnnxForm {

    /** The first opset that has it. */
    int since();

    /**
     * An operator of its own.
     *
     * @param numbers its attributes that are numbers, by their names
     * @param texts its attributes that are texts: with others it is another activation
     */
    record Operator(String name, int since, Map<String, Float> numbers, Map<String, String> texts) implements OnnxForm {

        public Operator {
            numbers = Map.copyOf(numbers);
            texts = Map.copyOf(texts);
        }

        /** One without attributes. */
        public Operator(String name, int since) {
            this(name, since, Map.of());
        }

        /** One with numbers. */
        public Operator(String name, int since, Map<String, Float> numbers) {
            this(name, since, numbers, Map.of());
        }
    }

    /** An operator that reads numbers behind x. */
    record WithConstants(String name, int since, List<Float> constants) implements OnnxForm {}

    /** {@code Mul(x, gate(x))}. */
    record Gated(Operator gate) implements OnnxForm {

        @Override
        public int since() {
            return gate.since();
        }
    }
}
