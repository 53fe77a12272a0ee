package org.fitact.nn.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
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

    /**
     * The bytes that {@link #write} would write.
     *
     * @throws IllegalArgumentException if they are more than an array holds
     */
    public byte[] bytes() {
        long data = tensors.values().stream()
                .mapToLong(tensor -> (long) tensor.elements() * tensor.type().bytes())
                .sum();
        if (data > Integer.MAX_VALUE - MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("tensors of " + data + " bytes, expected at most 2 GiB in one array");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) data);
        try {
            SafetensorsWriter.write(this, Channels.newChannel(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Reads and checks bytes.
     *
     * @param name of what they are, for messages
     * @throws InvalidFileException when they are not sound in every point of the format
     */
    public static SafetensorsFile read(Path name, byte[] content) throws IOException {
        return SafetensorsReader.read(name, Channels.newChannel(new ByteArrayInputStream(content)), content.length);
    }
}
