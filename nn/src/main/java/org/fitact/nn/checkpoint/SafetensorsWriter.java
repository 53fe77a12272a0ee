package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the header and then the data of each tensor, straight from its own buffer. */
final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    // As in the reference implementation, so that every tensor is aligned to its element.
    private static final Comparator<Map.Entry<String, StoredTensor>> FILE_ORDER =
            Comparator.<Map.Entry<String, StoredTensor>, TensorType>comparing(
                            entry -> entry.getValue().type())
                    .reversed()
                    .thenComparing(entry -> utf8(entry.getKey()), Arrays::compareUnsigned);

    private SafetensorsWriter() {}

    static void write(SafetensorsFile content, WritableByteChannel out) throws IOException {
        List<Map.Entry<String, StoredTensor>> ordered =
                content.tensors().entrySet().stream().sorted(FILE_ORDER).toList();
        byte[] json = header(content.metadata(), ordered);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded).put(json);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        writeAll(start.flip(), out);
        for (Map.Entry<String, StoredTensor> entry : ordered) {
            writeAll(entry.getValue().data(), out);
        }
    }

    private static byte[] header(Map<String, String> metadata, List<Map.Entry<String, StoredTensor>> tensors)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = header.putObject(SafetensorsFile.METADATA_KEY);
            new TreeMap<>(metadata).forEach(strings::put);
        }
        long offset = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors) {
            StoredTensor tensor = entry.getValue();
            long end = offset + tensor.data().remaining();
            ObjectNode fields =
                    header.putObject(entry.getKey()).put("dtype", tensor.type().name());
            Arrays.stream(tensor.shape()).forEach(fields.putArray("shape")::add);
            fields.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        if (json.length > SafetensorsFile.MAX_HEADER_BYTES - ALIGNMENT) {
            throw new IOException("the header has " + json.length + " bytes, more than the format allows");
        }
        return json;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void writeAll(ByteBuffer bytes, WritableByteChannel out) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
