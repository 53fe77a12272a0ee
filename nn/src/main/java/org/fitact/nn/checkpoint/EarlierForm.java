package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.model.Models;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * Reads the graph of checkpoints that were written before there were graphs: the name of a model, or a list of layers, and
 * what stands at every activation site as {@code {"function":"bounded","policy":"smooth",…}}.
 */
record EarlierForm(CheckpointFile file, Architecture architecture) {

    private static final String LAYERS = "architecture.layers";
    private static final String ACTIVATION = "activation.";
    private static final JsonMapper JSON = new JsonMapper();

    Graph graph() throws InvalidFileException {
        Graph plain = layers();
        Map<String, Site> sites = new LinkedHashMap<>();
        for (Site site : plain.sites()) {
            sites.put(site.name(), restored(site));
        }
        return plain.withSites(site -> sites.get(site.name()));
    }

    private Graph layers() throws InvalidFileException {
        String text = file.metadata().get(LAYERS);
        if (text == null) {
            return ofModel();
        }
        List<EarlierLayer> layers = file.json(LAYERS).read(text, new TypeReference<>() {});
        if (layers.isEmpty()) {
            throw file.invalid("metadata " + LAYERS, text, "at least one layer");
        }
        try {
            GraphBuilder builder = new GraphBuilder(architecture.input());
            layers.forEach(layer -> layer.addTo(builder));
            return builder.build();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.invalid("metadata " + LAYERS, e.getMessage(), "layers that fit each other");
        }
    }

    private Graph ofModel() throws InvalidFileException {
        if (!Models.names().contains(architecture.model())) {
            String names = String.join(", ", Models.names());
            throw file.invalid("metadata " + CheckpointMetadata.MODEL, architecture.model(), "one of " + names);
        }
        try {
            return Models.graph(architecture);
        } catch (IllegalArgumentException | ArithmeticException e) {
            String input = architecture.input().toString();
            throw file.invalid("metadata " + CheckpointMetadata.INPUT, input, "images that the model can take");
        }
    }

    private Site restored(Site site) throws InvalidFileException {
        String key = ACTIVATION + site.name();
        String text = file.metadata(key);
        try {
            JsonNode node = JSON.readTree(text);
            return switch (node.path("function").asText()) {
                case "relu" -> site;
                case "tanh" -> site.with(new Tanh());
                case "bounded" -> site.bounded(bound(node));
                default -> throw new IllegalArgumentException("unknown function");
            };
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw file.invalid("metadata " + key, text, "an activation function");
        }
    }

    private static Bound bound(JsonNode node) {
        float kappa = node.path("kappa").floatValue();
        if (!node.path("kappa").isNumber() || !Float.isFinite(kappa)) {
            throw new IllegalArgumentException("kappa is not a finite number");
        }
        return new Bound(
                Policy.valueOf(node.path("policy").asText().toUpperCase(Locale.ROOT)),
                Granularity.valueOf(node.path("granularity").asText().toUpperCase(Locale.ROOT)),
                kappa);
    }
}
