package org.fitact.nn.checkpoint;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.fitact.nn.InvalidFileException;

/** The numbers of a file's tensors: no network computes anything sensible from NaN or infinity among its parameters. */
final class StoredNumbers {

    private StoredNumbers() {}

    /**
     * Refuses a tensor with a number that is not finite, or, where that can't be, negative.
     *
     * @param tensor of type F32
     * @throws InvalidFileException that names the tensor and the index, in the file's order of dimensions, of the first
     */
    static void require(Path file, String name, StoredTensor tensor, boolean notNegative) throws InvalidFileException {
        FloatBuffer values = tensor.data().asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
            float value = values.get(i);
            if (!Float.isFinite(value) || notNegative && value < 0) {
                throw new InvalidFileException(
                        file,
                        "tensor " + name + Arrays.toString(tensor.index(i)),
                        Float.toString(value),
                        notNegative ? "a finite number of 0 or more" : "a finite number");
            }
        }
    }
}
