package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.onnx.file.OnnxFile;

/**
 * Takes constants of a file as parameters of layers. Each must be finite and of the shape that the layer needs. A tensor that
 * several layers read alike is one parameter, as it is one in memory: a fault strikes all of its uses.
 */
public final class Parameters {

    private final Map<StoredTensor, Owner> owners = new IdentityHashMap<>();

    /** The first use of a tensor. */
    private record Owner(NodeProto node, String name, String use) {}

    /** A weight of so many dimensions. */
    public StoredTensor weight(OnnxNode node, int input, int rank) throws InvalidFileException {
        Operand.Constant constant = node.constant(input);
        if (!isFloat(constant)
                || constant.shape().length != rank
                || constant.tensor().elements() == 0) {
            throw node.invalid("input " + input, constant.describe(), "float32 of " + rank + " dimensions");
        }
        return finite(node, input, constant);
    }

    /** A vector of one number for each channel. */
    public StoredTensor vector(OnnxNode node, int input, int length) throws InvalidFileException {
        Operand.Constant constant = node.constant(input);
        if (!isFloat(constant) || !Arrays.equals(constant.shape(), new int[] {length})) {
            throw node.invalid("input " + input, constant.describe(), "float32 [" + length + "]");
        }
        return finite(node, input, constant);
    }

    /** What is added to rows of features: one number for each, or for all. */
    public StoredTensor bias(OnnxNode node, int input, int features) throws InvalidFileException {
        Operand.Constant constant = node.constant(input);
        int[] shape = constant.shape();
        int last = shape.length == 0 ? 1 : shape[shape.length - 1];
        boolean broadcasts =
                shape.length <= 2 && constant.tensor().elements() == last && (last == features || last == 1);
        if (!isFloat(constant) || !broadcasts) {
            throw node.invalid("input " + input, constant.describe(), "float32 [" + features + "]");
        }
        float[] stored = finite(node, input, constant).floats();
        float[] values = stored;
        if (last == 1) {
            values = new float[features];
            Arrays.fill(values, stored[0]);
        }
        return StoredTensor.of(new int[] {features}, values);
    }

    /** Variances that batch norm can divide by: not negative, and positive together with epsilon. */
    public StoredTensor variances(OnnxNode node, int input, int length, float epsilon) throws InvalidFileException {
        StoredTensor tensor = vector(node, input, length);
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || !(values[i] + epsilon > 0)) {
                throw node.invalid(
                        element(node, input, i),
                        Float.toString(values[i]),
                        "a variance of at least 0, positive with epsilon " + epsilon);
            }
        }
        return tensor;
    }

    /**
     * The name of a parameter: that of the first layer which reads the tensor. A vector that layers read as different things is a
     * parameter of each.
     *
     * @param name that it has if this is the first
     * @param use as what it is read
     * @throws InvalidFileException if it is no vector and another layer reads it as something else
     */
    public String named(OnnxNode node, int input, String name, String use) throws InvalidFileException {
        Operand.Constant constant = node.constant(input);
        String how = use + (constant.transposed() ? ", transposed" : "");
        Owner owner = owners.computeIfAbsent(constant.tensor(), _ -> new Owner(node.proto(), name, how));
        if (owner.use.equals(how)) {
            return owner.name;
        }
        // Exporters make one of vectors that happen to be equal, such as the zeros of a bias and of a shift.
        if (constant.shape().length > 1) {
            throw shared(node, input, constant, owner, "constants that are read alike");
        }
        return name;
    }

    /** Takes a tensor as the bounds of one activation. */
    public void bounds(OnnxNode node, int input, Operand.Constant constant) throws InvalidFileException {
        Owner owner = owners.putIfAbsent(constant.tensor(), new Owner(node.proto(), "", "bounds"));
        if (owner != null) {
            throw shared(node, input, constant, owner, "bounds of its own: shared ones are not known here");
        }
        finite(node, input, constant);
    }

    private static InvalidFileException shared(
            OnnxNode node, int input, Operand.Constant constant, Owner owner, String expected) {
        String found = constant.describe() + ", which " + OnnxFile.label(owner.node) + " reads too";
        return node.invalid("input " + input, found, expected);
    }

    private static StoredTensor finite(OnnxNode node, int input, Operand.Constant constant)
            throws InvalidFileException {
        StoredTensor tensor = constant.inOrder();
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw node.invalid(element(node, input, tensor.index(i)), Float.toString(values[i]), "a finite number");
            }
        }
        return tensor;
    }

    /** The name of an element, {@code 'fc.weight' element [0, 17]}. */
    private static String element(OnnxNode node, int input, int... index) throws InvalidFileException {
        String name = node.constant(input).name();
        return (name.isEmpty() ? "input " + input : "'" + OnnxFile.brief(name) + "'") + " element "
                + Arrays.toString(index);
    }

    private static boolean isFloat(Operand.Constant constant) {
        return constant.tensor().type() == TensorType.F32;
    }
}
