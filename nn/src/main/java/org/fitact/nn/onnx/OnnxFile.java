package org.fitact.nn.onnx;

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
import java.util.Map;
import java.util.Set;
import org.fitact.nn.InvalidFileException;

/** A file that claims to be an ONNX model: reads its outer parts and words every complaint about it. */
record OnnxFile(Path path, GraphProto graph, Map<String, String> notes) {

    /** Before opset 9 batch norm and broadcasting meant other things. */
    private static final int OLDEST_OPSET = 9;

    static final Set<String> STANDARD_DOMAIN = Set.of("", "ai.onnx");

    /** @throws InvalidFileException if it is none, is cut short, or uses a part of the format that no CNN needs */
    static OnnxFile read(Path path) throws IOException {
        long length = Files.size(path);
        if (length == 0 || length > Integer.MAX_VALUE) {
            throw new InvalidFileException(path, "length", length + " bytes", "1 byte to 2 GiB, all weights inside");
        }
        ModelProto model;
        try (InputStream in = Files.newInputStream(path)) {
            // What a length inside claims is held against what is left of the file while it is read.
            model = ModelProto.parseFrom(CodedInputStream.newInstance(in));
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidFileException(path.toString(), "content", "broken (" + e.getMessage() + ")", "ONNX", e);
        }
        if (!model.hasGraph()) {
            throw new InvalidFileException(path, "graph", "missing", "an ONNX model");
        }
        requireOpset(path, model);
        if (model.getFunctionsCount() > 0 || model.getGraph().getSparseInitializerCount() > 0) {
            throw new InvalidFileException(
                    path, "model", "one with functions or sparse weights", "plain nodes and dense weights");
        }
        Map<String, String> notes = new LinkedHashMap<>();
        model.getMetadataPropsList().forEach(note -> notes.put(note.getKey(), note.getValue()));
        return new OnnxFile(path, model.getGraph(), notes);
    }

    private static void requireOpset(Path path, ModelProto model) throws InvalidFileException {
        for (OperatorSetIdProto opset : model.getOpsetImportList()) {
            if (STANDARD_DOMAIN.contains(opset.getDomain()) && opset.getVersion() >= OLDEST_OPSET) {
                return;
            }
        }
        throw new InvalidFileException(
                path,
                "opset_import",
                model.getOpsetImportList().stream()
                        .map(opset -> "'" + opset.getDomain() + "' " + opset.getVersion())
                        .toList()
                        .toString(),
                "the standard operators of version " + OLDEST_OPSET + " or later");
    }

    /** How a node is called in messages: by its name, or by what it makes. */
    static String label(NodeProto node) {
        String name = !node.getName().isEmpty()
                ? node.getName()
                : node.getOutputCount() > 0 ? node.getOutput(0) : "without a name";
        return node.getOpType() + " node '" + brief(name) + "'";
    }

    static String brief(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    InvalidFileException invalid(String field, String found, String expected) {
        return new InvalidFileException(path, field, found, expected);
    }

    InvalidFileException invalid(NodeProto node, String what, String found, String expected) {
        return invalid(label(node) + ": " + what, found, expected);
    }
}
