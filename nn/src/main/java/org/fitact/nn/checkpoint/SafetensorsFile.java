package org.fitact.nn.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;

/**
 * A checkpoint: named tensors and string metadata, in the safetensors format
 * (https://github.com/huggingface/safetensors): 8 bytes of little-endian header length, the header as JSON padded with
 * spaces to 8 bytes, then the tensors one after another without gaps.
 */
public record SafetensorsFile(Map<String, String> metadata, Map<String, StoredTensor> tensors) {

    /** The key of the header that is not a tensor. */
    static final String METADATA_KEY = "__metadata__";

    /** As much JSON as is read; names of sixty thousand tensors. The reference implementation takes 100 MB. */
    static final long MAX_HEADER_BYTES = JsonReader.MAX_BYTES;

    /** Both maps are copied and keep their order. */
    public SafetensorsFile {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        if (tensors.containsKey(METADATA_KEY)) {
            throw new IllegalArgumentException("a tensor cannot be called " + METADATA_KEY);
        }
    }

    /**
     * Writes the file atomically, with the tensors in the order of the reference implementation (widest type first,
     * then by name) whatever order they have here: the same content gives the same bytes.
     *
     * @throws IOException in one line when it cannot be written; then nothing is left behind and an older file stays
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> SafetensorsWriter.write(this, out));
    }

    /**
     * Reads and checks a file.
     *
     * @throws InvalidFileException when it is not sound in every point of the format
     */
    public static SafetensorsFile read(Path file) throws IOException {
        return SafetensorsReader.read(file);
    }
}
