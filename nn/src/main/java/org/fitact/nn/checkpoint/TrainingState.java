package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.train.EpochResult;
import org.fitact.nn.train.Trainer;
import org.fitact.tensor.Tensor;

/**
 * What a checkpoint holds of a training beside the network: recipe, history, and, as long as epochs are left, the optimiser's state
 * among the tensors. A training that is finished leaves the network's tensors alone, as others want to load them.
 */
record TrainingState(CheckpointFile file, CheckpointMetadata metadata) {

    private static final String RECIPE = "training.recipe";
    private static final String HISTORY = "training.history";
    private static final String OPTIMISER = "optimiser.";

    /** The parameters themselves, where the network has their running mean. */
    private static final String UNAVERAGED = "unaveraged.";

    private static final ObjectMapper JSON = new ObjectMapper();

    static void write(Trainer training, Map<String, String> metadata, Map<String, StoredTensor> tensors)
            throws JsonProcessingException {
        metadata.put(RECIPE, training.recipe().toString());
        metadata.put(HISTORY, JSON.writeValueAsString(training.history()));
        state(training, training.history())
                .forEach((name, tensor) ->
                        tensors.put(name, StoredTensor.of(tensor.shape().extents(), tensor.toArray())));
    }

    /** What a training needs beside the network to go on after these epochs, by the names of the file. */
    private static Map<String, Tensor> state(Trainer training, List<EpochResult> history) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        if (history.size() == training.recipe().epochs()) {
            return state;
        }
        training.optimiser().state().forEach((name, tensor) -> state.put(OPTIMISER + name, tensor));
        training.ema().ifPresent(mean -> mean.other().forEach((name, tensor) -> state.put(UNAVERAGED + name, tensor)));
        return state;
    }

    List<EpochResult> history() throws InvalidFileException {
        return file.json(HISTORY).read(file.metadata().getOrDefault(HISTORY, "[]"), new TypeReference<>() {});
    }

    void resume(Trainer training) throws InvalidFileException {
        String architecture = training.network().architecture().toString();
        require("architecture", architecture, metadata.architecture().toString());
        String recipe = file.metadata().get(RECIPE);
        if (recipe == null) {
            throw file.invalid("metadata " + RECIPE, "missing", "the checkpoint of a training, not of a network alone");
        }
        require("recipe", training.recipe().toString(), recipe);
        requireGraph(training.network().graph());
        List<EpochResult> history = history();
        if (history.size() > training.recipe().epochs()) {
            String limit = "at most the recipe's " + training.recipe().epochs();
            throw file.invalid("metadata " + HISTORY, history.size() + " epochs", limit);
        }
        values(training, history).forEach(Tensor::upload);
        training.resumeAfter(history);
    }

    private void require(String field, String expected, String found) throws InvalidFileException {
        if (!expected.equals(found)) {
            throw file.invalid(field, found, expected);
        }
    }

    private void requireGraph(Graph expected) throws InvalidFileException {
        List<Node> found = metadata.graph().nodes();
        for (int i = 0; i < Math.min(found.size(), expected.nodes().size()); i++) {
            Node wanted = expected.nodes().get(i);
            if (!found.get(i).equals(wanted)) {
                require(
                        "node " + wanted.name(),
                        wanted.op().toString(),
                        found.get(i).op().toString());
            }
        }
        require("graph", expected.toString(), metadata.graph().toString());
        if (!expected.equals(metadata.graph())) {
            throw file.invalid("graph", "one whose nodes read other values", "that of the training");
        }
    }

    /** The values of everything that a training changes; all are checked before the first is used. */
    private Map<Tensor, float[]> values(Trainer training, List<EpochResult> history) throws InvalidFileException {
        String owner = metadata.architecture().toString();
        Map<Tensor, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : training.network().parameters()) {
            values.put(parameter.value(), file.values(parameter.spec(), owner));
        }
        for (Map.Entry<String, Tensor> state : state(training, history).entrySet()) {
            ParameterSpec spec = new ParameterSpec(
                    state.getKey(),
                    ParameterSpec.Kind.STATISTIC,
                    ParameterSpec.Layout.SAME,
                    state.getValue().shape(),
                    0,
                    0);
            values.put(state.getValue(), file.values(spec, owner));
        }
        return values;
    }
}
