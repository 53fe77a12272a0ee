package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.json.JsonReader;
import org.fitact.tensor.Shape;

/**
 * A graph in a checkpoint's metadata, but for the shape of its images:
 *
 * <pre>{"nodes":[{"name":"relu1","op":{"op":"relu"},"inputs":["images"],"parameters":[]}],"output":"relu1"}</pre>
 */
record GraphJson(List<Node> nodes, String output) {

    private static final JsonMapper JSON = new JsonMapper();

    static String write(Graph graph) {
        try {
            return JSON.writeValueAsString(new GraphJson(graph.nodes(), graph.output()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a graph that cannot be written: " + graph, e);
        }
    }

    /**
     * @throws InvalidFileException if the text is not what {@link #write} makes
     * @throws IllegalArgumentException if the nodes do not fit each other
     */
    static Graph read(JsonReader reader, String text, Shape image) throws InvalidFileException {
        GraphJson read = reader.read(text, GraphJson.class);
        return new Graph(image, read.nodes, read.output);
    }
}
