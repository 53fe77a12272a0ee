package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;

/**
 * The header of a safetensors file, parsed and checked: every tensor has a known type, a shape that fits its bytes, and
 * the tensors fill the data from the first byte to the last with neither gaps nor overlaps.
 *
 * @param entries in the order of their data
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

    /** Where the bytes of a tensor lie, counted from the end of the header. */
    record Entry(String name, TensorType type, int[] shape, long begin, long end) {}

    static SafetensorsHeader parse(Path file, byte[] header, long dataBytes) throws InvalidFileException {
        return new Parser(file, dataBytes).parse(header);
    }

    private record Parser(Path file, long dataBytes) {

        SafetensorsHeader parse(byte[] header) throws InvalidFileException {
            JsonNode root = json(header);
            Map<String, String> metadata = new LinkedHashMap<>();
            List<Entry> entries = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : root.properties()) {
                if (field.getKey().equals(SafetensorsFile.METADATA_KEY)) {
                    readMetadata(field.getValue(), metadata);
                } else {
                    entries.add(entry(field.getKey(), field.getValue()));
                }
            }
            entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
            requireContiguous(entries);
            return new SafetensorsHeader(metadata, entries);
        }

        private JsonNode json(byte[] header) throws InvalidFileException {
            JsonNode root = new JsonReader(file.toString(), "header").object(header);
            if (header[0] != '{') {
                throw invalid("header", "an object after other characters", "one that begins with {");
            }
            return root;
        }

        private void readMetadata(JsonNode node, Map<String, String> metadata) throws InvalidFileException {
            if (!node.isObject()) {
                throw invalid(SafetensorsFile.METADATA_KEY, brief(node), "an object of strings");
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getValue().isTextual()) {
                    throw invalid("metadata '" + field.getKey() + "'", brief(field.getValue()), "a string");
                }
                metadata.put(field.getKey(), field.getValue().textValue());
            }
        }

        private Entry entry(String name, JsonNode node) throws InvalidFileException {
            String field = "tensor '" + name + "'";
            if (!node.isObject()) {
                throw invalid(field, brief(node), "an object with dtype, shape and data_offsets");
            }
            TensorType type = type(field, node.path("dtype"));
            long[] sizes = numbers(field + " shape", node.path("shape"));
            long[] offsets = numbers(field + " data_offsets", node.path("data_offsets"));
            if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
                throw invalid(
                        field + " data_offsets",
                        Arrays.toString(offsets),
                        "a begin and an end within the " + dataBytes + " bytes of data");
            }
            int[] shape = shape(field, type, sizes, offsets[1] - offsets[0]);
            return new Entry(name, type, shape, offsets[0], offsets[1]);
        }

        private TensorType type(String field, JsonNode node) throws InvalidFileException {
            for (TensorType type : TensorType.values()) {
                if (node.isTextual() && type.name().equals(node.textValue())) {
                    return type;
                }
            }
            throw invalid(field + " dtype", brief(node), "one of " + Arrays.toString(TensorType.values()));
        }

        private long[] numbers(String field, JsonNode node) throws InvalidFileException {
            if (!node.isArray()) {
                throw invalid(field, brief(node), "an array of whole numbers");
            }
            long[] values = new long[node.size()];
            for (int i = 0; i < values.length; i++) {
                JsonNode value = node.get(i);
                if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                    throw invalid(field, brief(node), "whole numbers from 0 to 2^63 - 1");
                }
                values[i] = value.longValue();
            }
            return values;
        }

        private int[] shape(String field, TensorType type, long[] sizes, long bytes) throws InvalidFileException {
            long expected = type.bytes();
            int[] shape = new int[sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                if (sizes[i] > Integer.MAX_VALUE
                        || Math.multiplyHigh(expected, sizes[i]) != 0
                        || expected * sizes[i] < 0) {
                    throw invalid(field + " shape", Arrays.toString(sizes), "a tensor of less than 2 GiB");
                }
                shape[i] = (int) sizes[i];
                expected *= sizes[i];
            }
            if (expected != bytes) {
                throw invalid(
                        field + " length",
                        bytes + " bytes",
                        expected + " for " + type + " of shape " + Arrays.toString(shape));
            }
            if (bytes > Integer.MAX_VALUE - 8) {
                throw invalid(field + " length", bytes + " bytes", "less than 2 GiB");
            }
            return shape;
        }

        private void requireContiguous(List<Entry> entries) throws InvalidFileException {
            long end = 0;
            for (Entry entry : entries) {
                if (entry.begin() != end) {
                    throw invalid(
                            "tensor '" + entry.name() + "' begin",
                            "" + entry.begin(),
                            end + ", neither a gap nor an overlap");
                }
                end = entry.end();
            }
            if (end != dataBytes) {
                throw invalid("length of the data", dataBytes + " bytes", end + " by the header");
            }
        }

        private InvalidFileException invalid(String field, String found, String expected) {
            return new InvalidFileException(file, field, found, expected);
        }

        private static String brief(JsonNode node) {
            String text = node.isMissingNode() ? "missing" : node.toString();
            return text.length() > 80 ? text.substring(0, 80) + "…" : text;
        }
    }
}
