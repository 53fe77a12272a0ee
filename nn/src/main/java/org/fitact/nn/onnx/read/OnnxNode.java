package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.onnx.file.OnnxFile;

/** A node with its inputs and typed access to its attributes, every complaint naming node and attribute. */
public record OnnxNode(OnnxFile file, NodeProto proto, List<Operand> inputs) {

    /** More than any kernel, stride, padding or feature map of a CNN; far from where products of sizes overflow. */
    private static final int LARGEST = Numbers.LARGEST_EXTENT;

    /**
     * What a node reads is not known, because the node that makes it was refused: there is nothing to be said about this one.
     * It carries no trace, since thousands of nodes may follow one that was refused.
     */
    public static final class UnknownInputException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        private UnknownInputException() {
            super("made by a node that was refused", null, false, false);
        }
    }

    public String operator() {
        return proto.getOpType();
    }

    /**
     * Null where the input is left out.
     *
     * @throws UnknownInputException if nothing can be said of it, and so of what this node makes
     */
    public Operand input(int i) {
        Operand value = i < inputs.size() ? inputs.get(i) : null;
        if (value instanceof Operand.Unknown) {
            throw new UnknownInputException();
        }
        return value;
    }

    /** @throws UnknownInputException as {@link #input} does, for any of them */
    public void requireKnownInputs() {
        for (int i = 0; i < inputs.size(); i++) {
            input(i);
        }
    }

    public Operand.Feature feature(int i) throws InvalidFileException {
        if (input(i) instanceof Operand.Feature feature) {
            return feature;
        }
        throw invalid("input " + i, describe(input(i)), "a feature map that comes from the images");
    }

    public Operand.Constant constant(int i) throws InvalidFileException {
        if (input(i) instanceof Operand.Constant constant) {
            return constant;
        }
        throw invalid("input " + i, describe(input(i)), "constants of the file");
    }

    /** Numbers that are known before there are any images. */
    public Numbers numbers(int i) throws InvalidFileException {
        return switch (input(i)) {
            case Operand.Counted(Numbers numbers) -> numbers;
            case Operand.Constant constant when Numbers.areOf(constant.tensor()) -> Numbers.of(constant.inOrder());
            case null, default -> throw invalid("input " + i, describe(input(i)), "numbers of the file");
        };
    }

    /** Whole numbers of the file, none of which depends on how many images there are. */
    public long[] longs(int i) throws InvalidFileException {
        Numbers numbers = numbers(i);
        if (numbers.type() != TensorType.I64 || numbers.countsImages()) {
            throw invalid("input " + i, describe(input(i)), "I64");
        }
        return LongStream.range(0, numbers.length())
                .map(k -> numbers.whole((int) k))
                .toArray();
    }

    /** Whether all inputs that are there are numbers of the file, from which the node's result follows. */
    public boolean readsNumbersOnly() {
        return inputs.stream()
                .allMatch(value ->
                        value == null || value instanceof Operand.Constant || value instanceof Operand.Counted);
    }

    private static String describe(Operand value) {
        return value == null ? "missing" : value.describe();
    }

    public long number(String name, long missing) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.INT);
        return attribute == null ? missing : attribute.getI();
    }

    public float real(String name, float missing) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.FLOAT);
        return attribute == null ? missing : attribute.getF();
    }

    public String text(String name, String missing) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.STRING);
        return attribute == null ? missing : attribute.getS().toStringUtf8();
    }

    /** So many numbers; null for a missing attribute. */
    public int[] sizes(String name, int count) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.INTS);
        if (attribute == null) {
            return null;
        }
        List<Long> sizes = attribute.getIntsList();
        if (sizes.size() != count || sizes.stream().anyMatch(size -> size < 0 || size > LARGEST)) {
            String found = OnnxFile.brief(sizes.toString());
            throw invalid(name, found, count + " numbers from 0 to " + LARGEST);
        }
        return sizes.stream().mapToInt(Math::toIntExact).toArray();
    }

    /** An attribute of any whole numbers; empty for a missing one. */
    public long[] positions(String name) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.INTS);
        return attribute == null
                ? new long[0]
                : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** The one number that all of an attribute's must be. */
    public int same(String name, int count, int missing) throws InvalidFileException {
        int[] sizes = sizes(name, count);
        if (sizes == null) {
            return missing;
        }
        if (Arrays.stream(sizes).distinct().count() > 1) {
            throw invalid(name, Arrays.toString(sizes), "equal numbers");
        }
        return sizes[0];
    }

    /** The padding on all sides; none where {@code auto_pad} says so. */
    public int padding() throws InvalidFileException {
        requireText("auto_pad", List.of("NOTSET", "VALID"));
        int padding = same("pads", 4, 0);
        AttributeProto auto = attribute("auto_pad", AttributeProto.AttributeType.STRING);
        if (padding != 0 && auto != null && auto.getS().toStringUtf8().equals("VALID")) {
            throw invalid("pads", Integer.toString(padding), "0, since auto_pad is VALID");
        }
        return padding;
    }

    /** An attribute that is 0 or 1. */
    public boolean flag(String name, boolean missing) throws InvalidFileException {
        long found = number(name, missing ? 1 : 0);
        if (found != 0 && found != 1) {
            throw invalid(name, Long.toString(found), "0 or 1");
        }
        return found == 1;
    }

    public void require(String name, long expected, long missing) throws InvalidFileException {
        long found = number(name, missing);
        if (found != expected) {
            throw invalid(name, Long.toString(found), Long.toString(expected));
        }
    }

    public void requireText(String name, List<String> expected) throws InvalidFileException {
        AttributeProto attribute = attribute(name, AttributeProto.AttributeType.STRING);
        if (attribute != null && !expected.contains(attribute.getS().toStringUtf8())) {
            String found = OnnxFile.brief(attribute.getS().toStringUtf8());
            throw invalid(name, found, String.join(" or ", expected));
        }
    }

    public AttributeProto attribute(String name, AttributeProto.AttributeType type) throws InvalidFileException {
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

    public InvalidFileException invalid(String what, String found, String expected) {
        return file.invalid(proto, what, found, expected);
    }
}
