package org.fitact.nn.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.json.JsonReader;

/** The contents of a file that claims to be a checkpoint, with what every reader of a part of it needs. */
record CheckpointFile(Path path, SafetensorsFile contents) {

    /** What batch norm's running variances are called. */
    private static final String VARIANCE = ".running_var";

    Map<String, String> metadata() {
        return contents.metadata();
    }

    /** Metadata that every checkpoint has. */
    String metadata(String key) throws InvalidFileException {
        String value = metadata().get(key);
        if (value == null) {
            throw invalid("metadata " + key, "missing", "a checkpoint that this program wrote");
        }
        return value;
    }

    /** Reads metadata that is JSON. */
    JsonReader json(String key) {
        return new JsonReader(path.toString(), "metadata " + key);
    }

    /**
     * The values of a parameter.
     *
     * @param owner that has such a parameter, for messages
     * @throws InvalidFileException if the file has none of this name and shape, or one with numbers that no network has
     */
    float[] values(ParameterSpec spec, String owner) throws InvalidFileException {
        String name = spec.name();
        int[] shape = ParameterLayout.fileShape(spec.layout(), spec.shape());
        StoredTensor stored = contents.tensors().get(name);
        if (stored == null) {
            throw invalid("tensor " + name, "missing", "one of shape " + Arrays.toString(shape) + " for " + owner);
        }
        if (stored.type() != TensorType.F32 || !Arrays.equals(stored.shape(), shape)) {
            throw invalid("tensor " + name, stored.toString(), "F32" + Arrays.toString(shape) + " for " + owner);
        }
        StoredNumbers.require(path, name, stored, name.endsWith(VARIANCE));
        return ParameterLayout.fromFile(spec.layout(), spec.shape(), stored);
    }

    InvalidFileException invalid(String field, String found, String expected) {
        return new InvalidFileException(path, field, found, expected);
    }
}
