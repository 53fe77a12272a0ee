package org.fitact.nn.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import org.fitact.nn.InvalidFileException;

/**
 * What a safetensors file of this program holds, read as what it should be.
 *
 * @param file for messages
 */
public record StoredValues(Path file, SafetensorsFile content) {

    /** Reads a file. @throws InvalidFileException if it is not sound in every point of the format */
    public static StoredValues read(Path file) throws IOException {
        return new StoredValues(file, SafetensorsFile.read(file));
    }

    public Metadata metadata() {
        return new Metadata(file, "metadata", content.metadata());
    }

    /** @throws InvalidFileException if there is no such tensor, or it is not of finite floats */
    public float[] floats(String name) throws InvalidFileException {
        StoredTensor tensor = content.tensors().get(name);
        if (tensor == null || tensor.type() != TensorType.F32) {
            throw new InvalidFileException(
                    file, "tensor " + name, tensor == null ? "missing" : tensor.toString(), "one of type F32");
        }
        StoredNumbers.require(file, name, tensor, false);
        return tensor.floats();
    }

    /** @throws InvalidFileException also if it has another number of elements */
    public float[] floats(String name, int elements) throws InvalidFileException {
        float[] values = floats(name);
        if (values.length != elements) {
            throw new InvalidFileException(
                    file, "tensor " + name, content.tensors().get(name).toString(), "F32 of " + elements + " elements");
        }
        return values;
    }
}
