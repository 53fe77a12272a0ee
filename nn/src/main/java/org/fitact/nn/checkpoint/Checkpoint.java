package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.data.Normalisation;
import org.fitact.nn.json.JsonReader;
import org.fitact.nn.layer.ActivationFunction;
import org.fitact.nn.layer.ActivationSite;
import org.fitact.nn.layer.Parameter;
import org.fitact.nn.layer.ParameterSource;
import org.fitact.nn.model.Architecture;
import org.fitact.nn.model.LayerSpec;
import org.fitact.nn.model.Models;
import org.fitact.nn.model.Network;
import org.fitact.nn.train.EpochResult;
import org.fitact.nn.train.Trainer;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/**
 * A network in a safetensors file: the tensors under PyTorch's names and in PyTorch's order of dimensions, and in the
 * metadata the architecture, the functions at the activation sites, the normalisation, and, for training that can be
 * taken up again, the recipe and the history (the optimiser's state is among the tensors).
 */
public final class Checkpoint {

    private static final String MODEL = "architecture.model";
    private static final String INPUT = "architecture.input";
    private static final String CLASSES = "architecture.classes";
    private static final String LAYERS = "architecture.layers";
    private static final String DATASET = "data.name";
    private static final String CLASS_NAMES = "data.classes";
    private static final String RECIPE = "training.recipe";
    private static final String HISTORY = "training.history";
    private static final String ACTIVATION = "activation.";
    private static final String NOTE = "note.";
    private static final String OPTIMISER = "optimiser.";

    /** What batch norm's running variances are called. */
    private static final String VARIANCE = ".running_var";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final SafetensorsFile file;
    private final Architecture architecture;
    private final CheckpointInfo info;

    private Checkpoint(Path path, SafetensorsFile file) throws InvalidFileException {
        this.path = path;
        this.file = file;
        this.architecture = readArchitecture();
        this.info = readInfo();
    }

    /** Writes a network, atomically. */
    public static void save(Path path, Network network, CheckpointInfo info) throws IOException {
        new SafetensorsFile(metadata(network, info), tensors(network)).write(path);
    }

    /** Writes a network in training with everything that is needed to go on, atomically. */
    public static void save(Path path, Trainer training, CheckpointInfo info) throws IOException {
        Map<String, String> metadata = metadata(training.network(), info);
        metadata.put(RECIPE, training.recipe().toString());
        metadata.put(HISTORY, JSON.writeValueAsString(training.history()));
        Map<String, StoredTensor> tensors = tensors(training.network());
        training.optimiser()
                .state()
                .forEach((name, tensor) -> tensors.put(
                        OPTIMISER + name, StoredTensor.of(tensor.shape().extents(), tensor.toArray())));
        new SafetensorsFile(metadata, tensors).write(path);
    }

    /**
     * Reads a file and what it says about itself.
     *
     * @throws InvalidFileException if it is not a checkpoint of this program
     */
    public static Checkpoint read(Path path) throws IOException {
        return new Checkpoint(path, SafetensorsFile.read(path));
    }

    public Architecture architecture() {
        return architecture;
    }

    public CheckpointInfo info() {
        return info;
    }

    /** What {@link CheckpointInfo#notes} are, to be read as what they should be. */
    public Metadata notes() {
        return new Metadata(path, "note", info.notes());
    }

    /** A note that is JSON, to be read. */
    public JsonReader note(String key) {
        return new JsonReader(path.toString(), "note " + key);
    }

    /** The epochs of the training that the file was written in; empty if it is only a network. */
    public List<EpochResult> history() throws InvalidFileException {
        return json(HISTORY).read(file.metadata().getOrDefault(HISTORY, "[]"), new TypeReference<>() {});
    }

    /**
     * The network on a backend, its activations as they were stored.
     *
     * @throws InvalidFileException if a tensor is missing or has another shape than the architecture demands
     */
    public Network load(Backend backend) throws InvalidFileException {
        Network network = build(backend);
        try {
            for (ActivationSite site : network.activationSites()) {
                restoreActivation(site, backend);
            }
            return network;
        } catch (InvalidFileException | RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /** Takes every tensor from the file as it is asked for: nothing is allocated that the file does not hold. */
    private Network build(Backend backend) throws InvalidFileException {
        try {
            return Models.create(architecture, backend, request -> {
                try {
                    return values(request);
                } catch (InvalidFileException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw (InvalidFileException) e.getCause();
        } catch (IllegalArgumentException | ArithmeticException e) {
            if (architecture.layers().isEmpty()) {
                throw invalid("metadata " + INPUT, architecture.input().toString(), "images that the model can take");
            }
            throw invalid("metadata " + LAYERS, e.getMessage(), "layers that fit each other");
        }
    }

    /**
     * Puts a training back to where this file was written.
     *
     * @throws InvalidFileException if the file is of another architecture or recipe, or holds no training state
     */
    public void resume(Trainer training) throws InvalidFileException {
        require("architecture", training.network().architecture().toString(), architecture.toString());
        String recipe = file.metadata().get(RECIPE);
        if (recipe == null) {
            throw invalid("metadata " + RECIPE, "missing", "the checkpoint of a training, not of a network alone");
        }
        require("recipe", training.recipe().toString(), recipe);
        for (ActivationSite site : training.network().activationSites()) {
            String key = ACTIVATION + site.name();
            require("metadata " + key, ActivationJson.write(site.function()), metadata(key));
        }
        List<EpochResult> history = history();
        if (history.size() > training.recipe().epochs()) {
            String limit = "at most the recipe's " + training.recipe().epochs();
            throw invalid("metadata " + HISTORY, history.size() + " epochs", limit);
        }
        trainingState(training).forEach(Tensor::upload);
        training.resumeAfter(history);
    }

    /** The values of everything that a training changes; all are checked before the first is used. */
    private Map<Tensor, float[]> trainingState(Trainer training) throws InvalidFileException {
        Map<Tensor, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : training.network().parameters()) {
            Tensor value = parameter.value();
            values.put(value, values(parameter.name(), parameter.layout(), value.shape()));
        }
        for (Map.Entry<String, Tensor> state : training.optimiser().state().entrySet()) {
            Tensor value = state.getValue();
            values.put(value, values(OPTIMISER + state.getKey(), Parameter.Layout.SAME, value.shape()));
        }
        return values;
    }

    private void require(String field, String expected, String found) throws InvalidFileException {
        if (!expected.equals(found)) {
            throw invalid(field, found, expected);
        }
    }

    private static Map<String, String> metadata(Network network, CheckpointInfo info) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(MODEL, network.architecture().model());
        metadata.put(INPUT, network.architecture().input().toString());
        metadata.put(CLASSES, Integer.toString(network.architecture().classes()));
        if (!network.architecture().layers().isEmpty()) {
            metadata.put(LAYERS, LayersJson.write(network.architecture().layers()));
        }
        metadata.put(DATASET, info.dataset());
        metadata.put(CLASS_NAMES, JSON.valueToTree(info.classNames()).toString());
        metadata.putAll(info.normalisation().toMetadata());
        info.notes().forEach((key, value) -> metadata.put(NOTE + key, value));
        for (ActivationSite site : network.activationSites()) {
            metadata.put(ACTIVATION + site.name(), ActivationJson.write(site.function()));
        }
        return metadata;
    }

    private static Map<String, StoredTensor> tensors(Network network) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            Tensor value = parameter.value();
            tensors.put(parameter.name(), ParameterLayout.toFile(parameter.layout(), value.shape(), value.toArray()));
        }
        return tensors;
    }

    private float[] values(ParameterSource.Request request) throws InvalidFileException {
        return values(request.name(), request.layout(), request.shape());
    }

    private float[] values(String name, Parameter.Layout layout, Shape shape) throws InvalidFileException {
        StoredTensor stored = tensor(name, ParameterLayout.fileShape(layout, shape));
        StoredNumbers.require(path, name, stored, name.endsWith(VARIANCE));
        return ParameterLayout.fromFile(layout, shape, stored);
    }

    private StoredTensor tensor(String name, int[] shape) throws InvalidFileException {
        StoredTensor stored = file.tensors().get(name);
        if (stored == null) {
            String wanted = "one of shape " + Arrays.toString(shape) + " for " + architecture;
            throw invalid("tensor " + name, "missing", wanted);
        }
        if (stored.type() != TensorType.F32 || !Arrays.equals(stored.shape(), shape)) {
            throw invalid("tensor " + name, stored.toString(), "F32" + Arrays.toString(shape) + " for " + architecture);
        }
        return stored;
    }

    private void restoreActivation(ActivationSite site, Backend backend) throws InvalidFileException {
        String key = ACTIVATION + site.name();
        String text = metadata(key);
        try {
            ActivationJson.Described described = ActivationJson.read(text);
            switch (described.function()) {
                case "tanh" -> site.replace(new ActivationFunction.Tanh());
                case "bounded" -> {
                    float[] bounds = values(site.boundsRequest(described.granularity()));
                    site.replaceWithBounds(described.policy(), described.granularity(), described.kappa(), backend)
                            .value()
                            .upload(bounds);
                }
                default -> site.replace(new ActivationFunction.Relu());
            }
        } catch (IllegalArgumentException e) {
            throw invalid("metadata " + key, text, "an activation function");
        }
    }

    private Architecture readArchitecture() throws InvalidFileException {
        String model = metadata(MODEL);
        List<LayerSpec> layers = readLayers();
        if (layers.isEmpty() && !Models.names().contains(model)) {
            throw invalid("metadata " + MODEL, model, "one of " + String.join(", ", Models.names()));
        }
        String input = metadata(INPUT);
        if (!input.matches("[1-9]\\d{0,3}x[1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
            throw invalid("metadata " + INPUT, input, "height x width x channels, such as 32x32x3");
        }
        String classes = metadata(CLASSES);
        if (!classes.matches("[1-9]\\d{0,5}")) {
            throw invalid("metadata " + CLASSES, classes, "the number of classes");
        }
        int[] extents =
                Arrays.stream(input.split("x")).mapToInt(Integer::parseInt).toArray();
        return new Architecture(model, Shape.of(extents), Integer.parseInt(classes), layers);
    }

    private List<LayerSpec> readLayers() throws InvalidFileException {
        String text = file.metadata().get(LAYERS);
        if (text == null) {
            return List.of();
        }
        List<LayerSpec> layers = LayersJson.read(json(LAYERS), text);
        if (layers.isEmpty()) {
            throw invalid("metadata " + LAYERS, text, "at least one layer");
        }
        return layers;
    }

    private CheckpointInfo readInfo() throws InvalidFileException {
        Map<String, String> notes = new LinkedHashMap<>();
        file.metadata().forEach((key, value) -> {
            if (key.startsWith(NOTE)) {
                notes.put(key.substring(NOTE.length()), value);
            }
        });
        List<String> classNames = json(CLASS_NAMES).read(metadata(CLASS_NAMES), new TypeReference<>() {});
        try {
            return new CheckpointInfo(
                    metadata(DATASET), classNames, Normalisation.fromMetadata(file.metadata()), notes);
        } catch (IllegalArgumentException e) {
            throw invalid("normalisation", e.getMessage(), "the numbers that this program writes");
        }
    }

    private JsonReader json(String key) {
        return new JsonReader(path.toString(), "metadata " + key);
    }

    private String metadata(String key) throws InvalidFileException {
        String value = file.metadata().get(key);
        if (value == null) {
            throw invalid("metadata " + key, "missing", "a checkpoint that this program wrote");
        }
        return value;
    }

    private InvalidFileException invalid(String field, String found, String expected) {
        return new InvalidFileException(path, field, found, expected);
    }
}
