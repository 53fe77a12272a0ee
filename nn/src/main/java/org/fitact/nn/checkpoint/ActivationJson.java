package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.fitact.nn.layer.ActivationFunction;
import org.fitact.tensor.backend.BoundedRelu.Granularity;
import org.fitact.tensor.backend.BoundedRelu.Policy;

/** An activation function in a checkpoint's metadata: {@code {"function":"bounded","policy":"smooth",…}}. */
final class ActivationJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether the function is a bounded one, and which; the bounds themselves are a tensor of their own. */
    record Described(String function, Policy policy, Granularity granularity, float kappa) {}

    private ActivationJson() {}

    static String write(ActivationFunction function) {
        ObjectNode node = JSON.createObjectNode();
        switch (function) {
            case ActivationFunction.Relu _ -> node.put("function", "relu");
            case ActivationFunction.Tanh _ -> node.put("function", "tanh");
            case ActivationFunction.Bounded bounded ->
                node.put("function", "bounded")
                        .put("policy", bounded.policy().name().toLowerCase(Locale.ROOT))
                        .put("granularity", bounded.granularity().name().toLowerCase(Locale.ROOT))
                        .put("kappa", bounded.kappa());
        }
        return node.toString();
    }

    /** @throws IllegalArgumentException if the text is not what {@link #write} makes */
    static Described read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            String function = node.path("function").asText();
            return switch (function) {
                case "relu", "tanh" -> new Described(function, null, null, 0);
                case "bounded" -> bounded(node);
                default -> throw new IllegalArgumentException("unknown function");
            };
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static Described bounded(JsonNode node) {
        float kappa = node.path("kappa").floatValue();
        if (!node.path("kappa").isNumber() || !Float.isFinite(kappa)) {
            throw new IllegalArgumentException("kappa is not a finite number");
        }
        return new Described(
                "bounded",
                Policy.valueOf(node.path("policy").asText().toUpperCase(Locale.ROOT)),
                Granularity.valueOf(node.path("granularity").asText().toUpperCase(Locale.ROOT)),
                kappa);
    }
}
