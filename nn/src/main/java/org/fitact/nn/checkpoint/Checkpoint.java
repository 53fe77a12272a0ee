package org.fitact.nn.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.json.JsonReader;
import org.fitact.nn.train.EpochResult;
import org.fitact.nn.train.Trainer;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/**
 * A network in a safetensors file: the tensors under PyTorch's names and in PyTorch's order of dimensions, and in the
 * metadata the graph, the normalisation, and of a training the recipe and the history. While epochs of it are left, the optimiser's
 * state is among the tensors ({@code optimiser.…}, {@code unaveraged.…}), so that it can be taken up again.
 */
public final class Checkpoint {

    private final CheckpointFile file;
    private final CheckpointMetadata metadata;

    private Checkpoint(CheckpointFile file) throws InvalidFileException {
        this.file = file;
        this.metadata = CheckpointMetadata.read(file);
    }

    /** Writes a network, atomically. */
    public static void save(Path path, Network network, CheckpointInfo info) throws IOException {
        of(network, info).write(path);
    }

    /**
     * The bytes that {@link #save(Path, Network, CheckpointInfo)} would write.
     *
     * @throws IllegalArgumentException if they are more than an array holds
     */
    public static byte[] bytes(Network network, CheckpointInfo info) {
        return of(network, info).bytes();
    }

    private static SafetensorsFile of(Network network, CheckpointInfo info) {
        return new SafetensorsFile(CheckpointMetadata.write(network, info), tensors(network));
    }

    /**
     * Writes a network in training, atomically: with everything that is needed to go on, or, after the last epoch of the recipe, as
     * {@link #save(Path, Network, CheckpointInfo)} does, with recipe and history.
     */
    public static void save(Path path, Trainer training, CheckpointInfo info) throws IOException {
        Map<String, String> metadata = CheckpointMetadata.write(training.network(), info);
        Map<String, StoredTensor> tensors = tensors(training.network());
        TrainingState.write(training, metadata, tensors);
        new SafetensorsFile(metadata, tensors).write(path);
    }

    private static Map<String, StoredTensor> tensors(Network network) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            Tensor value = parameter.value();
            tensors.put(parameter.name(), ParameterLayout.toFile(parameter.layout(), value.shape(), value.toArray()));
        }
        return tensors;
    }

    /**
     * Reads a file and what it says about itself.
     *
     * @throws InvalidFileException if it is not a checkpoint of this program
     */
    public static Checkpoint read(Path path) throws IOException {
        return new Checkpoint(new CheckpointFile(path, SafetensorsFile.read(path)));
    }

    /**
     * Reads bytes that are no file.
     *
     * @param name of what they are, for messages
     * @throws InvalidFileException if they are not a checkpoint of this program
     */
    public static Checkpoint read(Path name, byte[] content) throws IOException {
        return new Checkpoint(new CheckpointFile(name, SafetensorsFile.read(name, content)));
    }

    public Architecture architecture() {
        return metadata.architecture();
    }

    /** The network's form, its activations as they were stored. */
    public Graph graph() {
        return metadata.graph();
    }

    public CheckpointInfo info() {
        return metadata.info();
    }

    /** What {@link CheckpointInfo#notes} are, to be read as what they should be. */
    public Metadata notes() {
        return new Metadata(file.path(), "note", info().notes());
    }

    /** A note that is JSON, to be read. */
    public JsonReader note(String key) {
        return new JsonReader(file.path().toString(), "note " + key);
    }

    /** The epochs of the training that the file was written in; empty if it is only a network. */
    public List<EpochResult> history() throws InvalidFileException {
        return training().history();
    }

    private TrainingState training() {
        return new TrainingState(file, metadata);
    }

    /**
     * The network on a backend. Every tensor is taken from the file as it is asked for: nothing is allocated that the file
     * does not hold.
     *
     * @throws InvalidFileException if a tensor is missing or has another shape than the graph demands
     */
    public Network load(Backend backend) throws InvalidFileException {
        String owner = architecture().toString();
        ParameterSource tensors = spec -> {
            try {
                return file.values(spec, owner);
            } catch (InvalidFileException e) {
                throw new UncheckedIOException(e);
            }
        };
        try {
            return new Network(architecture(), graph(), backend, tensors);
        } catch (UncheckedIOException e) {
            throw (InvalidFileException) e.getCause();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.invalid("metadata " + CheckpointMetadata.GRAPH, e.getMessage(), "a network for these classes");
        }
    }

    /**
     * Puts a training back to where this file was written.
     *
     * @throws InvalidFileException if the file is of another network or recipe, or holds no training state
     */
    public void resume(Trainer training) throws InvalidFileException {
        training().resume(training);
    }
}
