package org.fitact.nn.onnx.file;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.InvalidFileException;

/**
 * Counts the parts of a model (messages, texts, blocks of bytes) without making any of them: two bytes of a file can
 * become an object of a hundred, so their number is limited before the file is parsed.
 */
final class WireScan {

    /** A network of 60,000 nodes has some 300,000. */
    static final int MOST_PARTS = 1_000_000;

    static final int DEEPEST = 100;

    private final Path path;
    private int parts;

    private WireScan(Path path) {
        this.path = path;
    }

    /**
     * @throws InvalidFileException if there are too many parts, or some too deep inside each other
     * @throws InvalidProtocolBufferException if it is no protobuf at all
     */
    static void requireFewParts(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            new WireScan(path).scan(CodedInputStream.newInstance(in), ModelProto.getDescriptor(), 0);
        }
    }

    private void scan(CodedInputStream in, Descriptor type, int depth) throws IOException {
        if (depth == DEEPEST) {
            throw new InvalidFileException(path, "nesting of messages", "deeper", "at most " + DEEPEST);
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                part(in, tag, type, depth);
            } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP) {
                throw new InvalidFileException(path, "content", "one with groups of protobuf", "ONNX, which has none");
            } else {
                in.skipField(tag);
            }
        }
    }

    private void part(CodedInputStream in, int tag, Descriptor type, int depth) throws IOException {
        if (++parts > MOST_PARTS) {
            throw new InvalidFileException(
                    path, "number of parts (nodes, names, attributes, tensors)", "larger", "at most " + MOST_PARTS);
        }
        FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
        if (field == null || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            in.skipField(tag);
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        scan(in, field.getMessageType(), depth + 1);
        in.popLimit(outer);
    }
}
