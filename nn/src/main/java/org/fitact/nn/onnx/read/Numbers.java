package org.fitact.nn.onnx.read;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.onnx.file.ImageSize;
import org.fitact.nn.onnx.file.TensorReader;

/**
 * Numbers of the file that its nodes compute with before there are any images: constants, and what is worked out from the
 * extents of values. Each is {@code value} or, where it counts images, {@code value·N}.
 *
 * @param type I64, F32 or BOOL
 * @param shape empty for a scalar
 * @param values row-major, exact for whole numbers up to 2⁵³
 * @param counts which of them are to be multiplied by N; null for none
 */
public record Numbers(TensorType type, int[] shape, double[] values, boolean[] counts) {

    /** Axes that anything in a file may have. */
    public static final int MOST_AXES = TensorReader.MAXIMUM_RANK;

    /** More than any extent of a feature map; far from where products of sizes overflow. */
    public static final int LARGEST_EXTENT = ImageSize.LARGEST;

    public Numbers {
        counts = counts == null || none(counts) ? null : counts;
    }

    private static boolean none(boolean... counts) {
        for (boolean count : counts) {
            if (count) {
                return false;
            }
        }
        return true;
    }

    /** Whole numbers, none of which counts images. */
    public static Numbers of(long... values) {
        double[] all = Arrays.stream(values).asDoubleStream().toArray();
        return new Numbers(TensorType.I64, new int[] {all.length}, all, null);
    }

    /** Whether a tensor is of a type that numbers have. */
    static boolean areOf(StoredTensor tensor) {
        return tensor.type() == TensorType.I64 || tensor.type() == TensorType.F32 || tensor.type() == TensorType.BOOL;
    }

    /** The numbers of a tensor. @throws IllegalArgumentException if it is of another type */
    public static Numbers of(StoredTensor tensor) {
        double[] values = new double[tensor.elements()];
        switch (tensor.type()) {
            case I64 -> Arrays.setAll(values, i -> tensor.data().getLong(i * Long.BYTES));
            case F32 -> Arrays.setAll(values, i -> tensor.data().getFloat(i * Float.BYTES));
            case BOOL -> Arrays.setAll(values, i -> tensor.data().get(i));
            default -> throw new IllegalArgumentException("numbers of type " + tensor.type());
        }
        return new Numbers(tensor.type(), tensor.shape(), values, null);
    }

    public int length() {
        return values.length;
    }

    /** Whether any of them counts images. */
    public boolean countsImages() {
        return counts != null;
    }

    public boolean countsImages(int i) {
        return counts != null && counts[i];
    }

    /** One of them as a whole number, to be multiplied by N where it counts images. */
    public long whole(int i) {
        return (long) values[i];
    }

    /** What a name of the file then stands for. */
    public Operand operand() {
        return countsImages() ? new Operand.Counted(this) : new Operand.Constant("", tensor());
    }

    private StoredTensor tensor() {
        return switch (type) {
            case I64 ->
                StoredTensor.of(
                        shape, Arrays.stream(values).mapToLong(v -> (long) v).toArray());
            case BOOL -> {
                byte[] bytes = new byte[values.length];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) (values[i] == 0 ? 0 : 1);
                }
                yield new StoredTensor(TensorType.BOOL, shape, ByteBuffer.wrap(bytes));
            }
            default -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) values[i];
                }
                yield StoredTensor.of(shape, floats);
            }
        };
    }

    @Override
    public String toString() {
        String[] all = new String[Math.min(values.length, 12)];
        Arrays.setAll(all, i -> {
            String value = values[i] == (long) values[i] ? Long.toString((long) values[i]) : Double.toString(values[i]);
            return !countsImages(i) ? value : value.equals("1") ? "N" : value + "N";
        });
        return Arrays.toString(all);
    }
}
