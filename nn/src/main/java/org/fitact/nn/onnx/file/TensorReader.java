package org.fitact.nn.onnx.file;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;

/** Reads tensors of a model, whose shapes are held against the data that is there before anything is allocated. */
public record TensorReader(OnnxFile file) {

    public static final int MAXIMUM_RANK = 8;

    /**
     * A tensor of type float32, int64 or bool.
     *
     * @param where for messages: the initialiser's name, or the node that holds it
     */
    public StoredTensor read(String where, TensorProto tensor) throws InvalidFileException {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw file.invalid(where, "in another file", "all weights inside this one");
        }
        int[] shape = shape(where, tensor);
        long elements = 1;
        for (int extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return switch (DataType.forNumber(tensor.getDataType())) {
            case FLOAT -> floats(where, tensor, shape, elements);
            case INT64 -> longs(where, tensor, shape, elements);
            case BOOL -> booleans(where, tensor, shape, elements);
            case null, default ->
                throw file.invalid(where, typeName(tensor.getDataType()), "float32 (or int64 for shapes)");
        };
    }

    /** As numpy and PyTorch call it, {@code float16}. */
    public static String typeName(int type) {
        return switch (DataType.forNumber(type)) {
            case null -> "of type " + type;
            case UNDEFINED -> "of no type";
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            case DataType known -> known.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Extents whose product is far from overflowing. */
    private int[] shape(String where, TensorProto tensor) throws InvalidFileException {
        List<Long> dims = tensor.getDimsList();
        long product = 1;
        for (long extent : dims) {
            product = extent < 0 || extent > Integer.MAX_VALUE || dims.size() > MAXIMUM_RANK ? -1 : product * extent;
            if (product < 0 || product > Integer.MAX_VALUE / Long.BYTES) {
                throw file.invalid(where, "of shape " + OnnxFile.brief(dims.toString()), "a tensor of less than 2 GiB");
            }
        }
        return dims.stream().mapToInt(Math::toIntExact).toArray();
    }

    private StoredTensor floats(String where, TensorProto tensor, int[] shape, long elements)
            throws InvalidFileException {
        if (tensor.hasRawData()) {
            return StoredTensor.of(shape, floats(raw(where, tensor, shape, elements * Float.BYTES)));
        }
        requireCount(where, shape, tensor.getFloatDataCount(), elements);
        float[] values = new float[tensor.getFloatDataCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.getFloatData(i);
        }
        return StoredTensor.of(shape, values);
    }

    private static float[] floats(ByteBuffer raw) {
        float[] values = new float[raw.remaining() / Float.BYTES];
        raw.asFloatBuffer().get(values);
        return values;
    }

    private StoredTensor longs(String where, TensorProto tensor, int[] shape, long elements)
            throws InvalidFileException {
        long[] values;
        if (tensor.hasRawData()) {
            ByteBuffer raw = raw(where, tensor, shape, elements * Long.BYTES);
            values = new long[raw.remaining() / Long.BYTES];
            raw.asLongBuffer().get(values);
        } else {
            requireCount(where, shape, tensor.getInt64DataCount(), elements);
            values = tensor.getInt64DataList().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
        }
        return StoredTensor.of(shape, values);
    }

    private StoredTensor booleans(String where, TensorProto tensor, int[] shape, long elements)
            throws InvalidFileException {
        byte[] values = new byte[Math.toIntExact(elements)];
        if (tensor.hasRawData()) {
            raw(where, tensor, shape, elements).get(values);
        } else {
            requireCount(where, shape, tensor.getInt32DataCount(), elements);
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) (tensor.getInt32Data(i) == 0 ? 0 : 1);
            }
        }
        return new StoredTensor(TensorType.BOOL, shape, ByteBuffer.wrap(values));
    }

    private ByteBuffer raw(String where, TensorProto tensor, int[] shape, long bytes) throws InvalidFileException {
        requireCount(where + " bytes", shape, tensor.getRawData().size(), bytes);
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void requireCount(String where, int[] shape, long found, long expected) throws InvalidFileException {
        if (found != expected) {
            throw file.invalid(
                    where + " data", Long.toString(found) + " long", expected + " for " + Arrays.toString(shape));
        }
    }
}
