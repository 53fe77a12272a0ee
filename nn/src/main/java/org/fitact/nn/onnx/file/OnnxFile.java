package org.fitact.nn.onnx.file;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.fitact.nn.InvalidFileException;

/**
 * A file that claims to be an ONNX model: reads its outer parts and words every complaint about it.
 *
 * @param producer who wrote it, with the version, as far as it says
 * @param opset of the standard operators, which says what some of them mean
 */
public record OnnxFile(Path path, String producer, long opset, GraphProto graph, Map<String, String> notes) {

    /** Before opset 7 broadcasting meant another thing, and batch norm was one of training unless an attribute said else. */
    public static final int OLDEST_OPSET = 7;

    /** Of ONNX 1.20. Up to here the operators that are known mean what they meant; a later one could change that. */
    public static final int NEWEST_OPSET = 25;

    private static final int LONGEST_NAME = 80;

    /** Controls, marks that change the direction of text, halves of characters: none may reach a terminal. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    public static final Set<String> STANDARD_DOMAIN = Set.of("", "ai.onnx");

    /** @throws InvalidFileException if it is none, is cut short, or uses a part of the format that no CNN needs */
    public static OnnxFile read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new InvalidFileException(path, "path", "a folder", "an ONNX file");
        }
        long length = Files.size(path);
        if (length == 0 || length > Integer.MAX_VALUE) {
            throw new InvalidFileException(
                    path, "length", length + " bytes", "1 byte to 2 GiB, larger weights in files beside it");
        }
        ModelProto model;
        try (InputStream in = Files.newInputStream(path)) {
            WireScan.requireFewParts(path);
            // What a length inside claims is held against what is left of the file while it is read.
            model = ModelProto.parseFrom(CodedInputStream.newInstance(in));
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidFileException(
                    path.toString(), "content", "broken (" + e.getMessage() + ")", "an ONNX model", e);
        }
        if (!model.hasGraph()) {
            throw new InvalidFileException(path, "graph", "missing", "an ONNX model");
        }
        long opset = opset(path, model);
        if (model.getFunctionsCount() > 0 || model.getGraph().getSparseInitializerCount() > 0) {
            throw new InvalidFileException(
                    path, "model", "one with functions or sparse weights", "plain nodes and dense weights");
        }
        String producer = brief((model.getProducerName() + " " + model.getProducerVersion()).strip());
        Map<String, String> notes = new LinkedHashMap<>();
        model.getMetadataPropsList().forEach(note -> notes.put(note.getKey(), note.getValue()));
        return new OnnxFile(path, producer, opset, model.getGraph(), notes);
    }

    private static long opset(Path path, ModelProto model) throws InvalidFileException {
        List<Long> versions = model.getOpsetImportList().stream()
                .filter(opset -> STANDARD_DOMAIN.contains(opset.getDomain()))
                .map(OperatorSetIdProto::getVersion)
                .toList();
        if (versions.size() != 1 || versions.getFirst() < OLDEST_OPSET || versions.getFirst() > NEWEST_OPSET) {
            throw new InvalidFileException(
                    path,
                    "opset_import of the standard operators",
                    brief(versions.toString()),
                    "one version from " + OLDEST_OPSET + " to " + NEWEST_OPSET);
        }
        return versions.getFirst();
    }

    /** How a node is called in messages: by its name, or by what it makes. */
    public static String label(NodeProto node) {
        return label(brief(node.getOpType()) + " node", name(node));
    }

    /** How anything that has a name is called in messages: {@code initialiser 'fc.weight'}. */
    public static String label(String subject, String name) {
        return subject + " '" + brief(name) + "'";
    }

    public static String name(NodeProto node) {
        String output = node.getOutputCount() > 0 ? node.getOutput(0) : "without a name";
        return node.getName().isEmpty() ? output : node.getName();
    }

    /** What a file holds, so that it can be shown: not long, and without what steers a terminal. */
    public static String brief(String text) {
        String start = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "…" : text;
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }

    public InvalidFileException invalid(String field, String found, String expected) {
        return new InvalidFileException(path, field, found, expected);
    }

    public InvalidFileException invalid(NodeProto node, String what, String found, String expected) {
        return invalid(label(node) + ": " + what, found, expected);
    }
}
