package org.fitact.nn.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.file.TensorReader;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;

/** The node Constant in all its forms: a tensor, or since opset 12 a number or a list of them in an attribute. */
final class ConstantOps {

    /** Attributes, of which a node has one. Texts and sparse tensors are nothing that a network here could use. */
    static final String[] FORMS = {"value", "value_float", "value_floats", "value_int", "value_ints"};

    private final TensorReader tensors;

    ConstantOps(TensorReader tensors) {
        this.tensors = tensors;
    }

    Operand constant(OnnxNode node) throws InvalidFileException {
        List<AttributeProto> forms = node.proto().getAttributeList();
        if (forms.size() != 1) {
            throw node.invalid("number of values", Integer.toString(forms.size()), "1");
        }
        String output = node.proto().getOutputCount() == 0 ? "" : node.proto().getOutput(0);
        return new Operand.Constant(output, tensor(node, forms.getFirst().getName()));
    }

    private StoredTensor tensor(OnnxNode node, String form) throws InvalidFileException {
        return switch (form) {
            case "value_float" -> StoredTensor.of(new int[0], node.real(form, 0));
            case "value_int" -> StoredTensor.of(new int[0], node.number(form, 0));
            case "value_ints" -> {
                long[] values = node.positions(form);
                yield StoredTensor.of(new int[] {values.length}, values);
            }
            case "value_floats" -> {
                float[] values = floats(node.attribute(form, AttributeType.FLOATS));
                yield StoredTensor.of(new int[] {values.length}, values);
            }
            default ->
                tensors.read(
                        OnnxFile.label(node.proto()),
                        node.attribute(form, AttributeType.TENSOR).getT());
        };
    }

    private static float[] floats(AttributeProto attribute) {
        float[] values = new float[attribute.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = attribute.getFloats(i);
        }
        return values;
    }
}
