package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.onnx.file.OnnxFile;

/**
 * A known operator: how many inputs a node of it may have, and which attributes, over all opsets that are read, and what it
 * makes. An attribute that is not known could mean anything, so it is refused.
 *
 * @param whole whether the operator is something on its own, rather than a part of a shape or of an activation
 */
public record Operator(int fewest, int most, boolean whole, Set<String> attributes, Meaning meaning) {

    /** What a node makes. */
    @FunctionalInterface
    public interface Meaning {
        Operand of(OnnxNode node) throws InvalidFileException;
    }

    /** Holds a node against this. */
    public void check(OnnxNode node) throws InvalidFileException {
        int inputs = node.proto().getInputCount();
        if (inputs < fewest || inputs > most) {
            String expected = fewest == most ? "" : fewest + " to ";
            throw node.invalid("number of inputs", Integer.toString(inputs), expected + most);
        }
        Set<String> seen = new HashSet<>();
        for (AttributeProto attribute : node.proto().getAttributeList()) {
            String name = attribute.getName();
            if (!attributes.contains(name) || !attribute.getRefAttrName().isEmpty()) {
                String expected = attributes.isEmpty() ? "none" : String.join(", ", new TreeSet<>(attributes));
                throw node.invalid("attribute '" + OnnxFile.brief(name) + "'", "not known here", expected);
            }
            if (!seen.add(name)) {
                throw node.invalid("attribute '" + name + "'", "there twice", "one value");
            }
        }
    }
}
