package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import org.fitact.nn.InvalidFileException;

/** A node with its inputs and typed access to its attributes, every complaint naming node and attribute. */
record Node(OnnxFile file, NodeProto proto, List<Value> inputs) {

    /** More than any kernel, stride, padding or feature map of a CNN; far from where products of sizes overflow. */
    private static final int LARGEST = 9999;

    String operator() {
        return proto.getOpType();
    }

    /** Null where the input is left out. */
    Value input(int i) {
        return i < inputs.size() ? inputs.get(i) : null;
    }

    Value.Feature feature(int i) throws InvalidFileException {
        if (input(i) instanceof Value.Feature feature) {
            return feature;
        }
        throw invalid("input " + i, describe(input(i)), "a feature map that comes from the images");
    }

    Value.Constant constant(int i) throws InvalidFileException {
        if (input(i) instanceof Value.Constant constant) {
            return constant;
        }
        throw invalid("input " + i, describe(input(i)), "constants of the file");
    }

    private static String describe(Value value) {
        return value == null ? "missing" : value.describe();
    }

    long number(String name, long missing) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.INT);
        return attribute == null ? missing : attribute.getI();
    }

    float real(String name, float missing) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.FLOAT);
        return attribute == null ? missing : attribute.getF();
    }

    /** @param missing what a missing attribute means; null for an attribute that must be there */
    int[] sizes(String name, int... missing) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.INTS);
        if (attribute == null) {
            if (missing == null) {
                throw invalid(name, "missing", "an attribute");
            }
            return missing;
        }
        for (long size : attribute.getIntsList()) {
            if (size < 0 || size > LARGEST) {
                throw invalid(name, OnnxFile.brief(attribute.getIntsList().toString()), "numbers from 0 to " + LARGEST);
            }
        }
        return attribute.getIntsList().stream().mapToInt(Math::toIntExact).toArray();
    }

    /** An attribute of any whole numbers; empty for a missing one. */
    long[] positions(String name) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.INTS);
        return attribute == null
                ? new long[0]
                : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** The one number that all of an attribute must be. */
    int same(String name, int... missing) throws InvalidFileException {
        int[] sizes = sizes(name, missing);
        if (sizes.length == 0 || Arrays.stream(sizes).distinct().count() > 1) {
            throw invalid(name, Arrays.toString(sizes), "equal numbers");
        }
        return sizes[0];
    }

    void require(String name, long expected, long missing) throws InvalidFileException {
        long found = number(name, missing);
        if (found != expected) {
            throw invalid(name, Long.toString(found), Long.toString(expected));
        }
    }

    void requireText(String name, List<String> expected) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.STRING);
        if (attribute != null && !expected.contains(attribute.getS().toStringUtf8())) {
            String found = OnnxFile.brief(attribute.getS().toStringUtf8());
            throw invalid(name, found, String.join(" or ", expected));
        }
    }

    AttributeProto attribute(String name, AttributeProto.AttributeType type) throws InvalidFileException {
        for (AttributeProto attribute : proto.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                if (attribute.getType() != type) {
                    throw invalid(name, "of type " + attribute.getType(), type.toString());
                }
                return attribute;
            }
        }
        return null;
    }

    InvalidFileException invalid(String what, String found, String expected) {
        return file.invalid(proto, what, found, expected);
    }
}
