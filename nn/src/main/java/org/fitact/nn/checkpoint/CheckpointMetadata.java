package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Normalisation;
import org.fitact.tensor.Shape;

/** What a checkpoint says of its network, in words and without its numbers. */
record CheckpointMetadata(Architecture architecture, Graph graph, CheckpointInfo info) {

    static final String MODEL = "architecture.model";
    static final String INPUT = "architecture.input";
    static final String GRAPH = "architecture.graph";
    private static final String CLASSES = "architecture.classes";
    private static final String DATASET = "data.name";
    private static final String CLASS_NAMES = "data.classes";
    private static final String NOTE = "note.";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Map<String, String> write(Network network, CheckpointInfo info) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(MODEL, network.architecture().model());
        metadata.put(INPUT, network.architecture().input().toString());
        metadata.put(CLASSES, Integer.toString(network.architecture().classes()));
        metadata.put(GRAPH, GraphJson.write(network.graph()));
        metadata.put(DATASET, info.dataset());
        metadata.put(CLASS_NAMES, JSON.valueToTree(info.classNames()).toString());
        metadata.putAll(info.normalisation().toMetadata());
        info.notes().forEach((key, value) -> metadata.put(NOTE + key, value));
        return metadata;
    }

    static CheckpointMetadata read(CheckpointFile file) throws InvalidFileException {
        Architecture architecture = architecture(file);
        return new CheckpointMetadata(architecture, graph(file, architecture), info(file));
    }

    private static Architecture architecture(CheckpointFile file) throws InvalidFileException {
        String input = file.metadata(INPUT);
        if (!input.matches("[1-9]\\d{0,3}x[1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
            throw file.invalid("metadata " + INPUT, input, "height x width x channels, such as 32x32x3");
        }
        String classes = file.metadata(CLASSES);
        if (!classes.matches("[1-9]\\d{0,5}")) {
            throw file.invalid("metadata " + CLASSES, classes, "the number of classes");
        }
        int[] extents =
                Arrays.stream(input.split("x")).mapToInt(Integer::parseInt).toArray();
        return new Architecture(file.metadata(MODEL), Shape.of(extents), Integer.parseInt(classes));
    }

    private static Graph graph(CheckpointFile file, Architecture architecture) throws InvalidFileException {
        String text = file.metadata().get(GRAPH);
        if (text == null) {
            return new EarlierForm(file, architecture).graph();
        }
        try {
            return GraphJson.read(file.json(GRAPH), text, architecture.input());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.invalid("metadata " + GRAPH, e.getMessage(), "nodes that fit each other");
        }
    }

    private static CheckpointInfo info(CheckpointFile file) throws InvalidFileException {
        Map<String, String> notes = new LinkedHashMap<>();
        file.metadata().forEach((key, value) -> {
            if (key.startsWith(NOTE)) {
                notes.put(key.substring(NOTE.length()), value);
            }
        });
        List<String> classNames = file.json(CLASS_NAMES).read(file.metadata(CLASS_NAMES), new TypeReference<>() {});
        try {
            return new CheckpointInfo(
                    file.metadata(DATASET), classNames, Normalisation.fromMetadata(file.metadata()), notes);
        } catch (IllegalArgumentException e) {
            throw file.invalid("normalisation", e.getMessage(), "the numbers that this program writes");
        }
    }
}
