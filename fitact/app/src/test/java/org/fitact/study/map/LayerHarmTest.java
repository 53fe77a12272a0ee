package org.fitact.study.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Linear;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.Window2d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerHarmTest {

    /** 3 and 48 weights. */
    private static final Graph GRAPH = new Graph(
            Shape.of(2, 2, 1),
            List.of(
                    new Node(
                            "conv",
                            new Conv2d(3, 1, Window2d.of(1, 1, 1, 0), true),
                            List.of(Graph.IMAGES),
                            List.of("first.weight", "first.bias")),
                    new Node("flat", new Flatten(), "conv"),
                    new Node("fc", new Linear(4), List.of("flat"), List.of("fc.weight", "fc.bias"))),
            "fc");

    private static final String BY_BIT = """
            {"layer": "first", "bit": 0, "bits": 3, "harmful": {"share": 0.2}},
            {"layer": "first", "bit": 31, "bits": 1, "harmful": {"share": 0.6}},
            {"layer": "fc", "bit": 0, "bits": 48, "harmful": {"share": 0.1}}""";

    private static final String REGIONS = """
            {"region": "first.weight", "words": 3}, {"region": "first.bias", "words": 3},
            {"region": "fc.weight", "words": 48}""";

    @TempDir
    private Path folder;

    private Path map(String model, String by, String strata, String regions) throws IOException {
        return Files.writeString(
                folder.resolve("map.json"),
                "{\"model\": \"" + model + "\", \"by\": [" + by + "], \"strata\": [" + strata + "], \"regions\": ["
                        + regions + "], \"images\": 5}");
    }

    /** (3 · 0.2 + 1 · 0.6) / 4. */
    @Test
    void strataOfALayerCountByTheirBits() throws IOException {
        Map<String, Double> found = LayerHarm.of(map("tiny", "\"layer\", \"bit\"", BY_BIT, REGIONS), "tiny", GRAPH);
        assertEquals(List.of("first", "fc"), List.copyOf(found.keySet()));
        assertEquals(0.3, found.get("first"), 1e-12);
        assertEquals(0.1, found.get("fc"), 1e-12);
    }

    @Test
    void whereKindsAreApartWeightsAloneCount() throws IOException {
        String strata = """
                {"layer": "first", "kind": "weight", "bits": 4, "harmful": {"share": 0.5}},
                {"layer": "first", "kind": "bias", "bits": 40, "harmful": {"share": 0.9}},
                {"layer": "relu1", "kind": "bound", "bits": 40, "harmful": {"share": 1}},
                {"layer": "fc", "kind": "weight", "bits": 4, "harmful": {"share": 0}}""";
        assertEquals(
                Map.of("first", 0.5, "fc", 0.0),
                LayerHarm.of(map("tiny", "\"kind\", \"layer\"", strata, REGIONS), "tiny", GRAPH));
    }

    private void refused(String expected, String model, String by, String strata, String regions) throws IOException {
        Path map = map(model, by, strata, regions);
        String message = assertThrows(InvalidFileException.class, () -> LayerHarm.of(map, "tiny", GRAPH))
                .getMessage();
        assertTrue(message.startsWith(map + ": " + expected), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void mapsOfSomethingElseAreRefused() throws IOException {
        refused("by is [bit], expected layer", "tiny", "\"bit\"", BY_BIT, REGIONS);
        refused("model is large, expected tiny", "large", "\"layer\"", BY_BIT, REGIONS);
        refused(
                "regions is no fc.weight, but first.weight …",
                "tiny",
                "\"layer\"",
                BY_BIT,
                "{\"region\": \"first.weight\", \"words\": 3}");
        refused("words of fc.weight is 49, expected 48", "tiny", "\"layer\"", BY_BIT, REGIONS.replace("48", "49"));
        refused(
                "strata is none of the weights of fc",
                "tiny",
                "\"layer\"",
                BY_BIT.replace("\"fc\"", "\"other\""),
                REGIONS);
        refused(
                "strata is no flip that changes an answer",
                "tiny",
                "\"layer\"",
                BY_BIT.replaceAll("0\\.\\d", "0"),
                REGIONS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"bits\": 3` | `\"bits\": 0` | strata[0].bits is 0",
                "`0.6` | `1.6` | strata[1].harmful.share is 1.6",
                "`0.6` | `-0.1` | strata[1].harmful.share is -0.1",
                "`0.6` | `null` | strata[1].harmful.share",
                "`\"layer\": \"fc\", ` | `` | strata[2].layer is missing",
                "`{\"share\": 0.1}` | `null` | strata[2].harmful"
            })
    void numbersThatAreNoneAreRefusedByTheirField(String part, String other, String message) throws IOException {
        refused(message, "tiny", "\"layer\"", BY_BIT.replace(part, other), REGIONS);
    }
}
