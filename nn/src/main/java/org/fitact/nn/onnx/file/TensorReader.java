package org.fitact.nn.onnx.file;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;

/**
 * Reads tensors of a model, whose shapes are held against the data that is there before anything is allocated. Of the types
 * of ONNX three are left: reals of any width become float32, to the nearest; whole numbers int64, exactly; and truth values.
 */
public final class TensorReader {

    public static final int MAXIMUM_RANK = 8;

    private final OnnxFile file;
    private final ExternalData external;

    public TensorReader(OnnxFile file) {
        this.file = file;
        this.external = new ExternalData(file);
    }

    /**
     * A tensor of type F32, I64 or BOOL.
     *
     * @param where for messages: the initialiser's name, or the node that holds it
     */
    public StoredTensor read(String where, TensorProto tensor) throws InvalidFileException {
        int[] shape = shape(where, tensor);
        DataType type = DataType.forNumber(tensor.getDataType());
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> reals(where, type, tensor, shape);
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> wholes(where, type, tensor, shape);
            case BOOL -> booleans(where, tensor, shape);
            case null, default ->
                throw file.invalid(
                        where, typeName(tensor.getDataType()), "float32, float64, float16, bfloat16, or whole numbers");
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

    private static int elements(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private StoredTensor reals(String where, DataType type, TensorProto tensor, int[] shape)
            throws InvalidFileException {
        if (type == DataType.FLOAT && inBytes(tensor)) {
            // As they lie in the file: a large network is not to be in memory twice.
            return new StoredTensor(TensorType.F32, shape, raw(where, tensor, shape, Float.BYTES));
        }
        IntToDoubleFunction at = switch (type) {
            case FLOAT -> floats(where, tensor, shape);
            case DOUBLE -> doubles(where, tensor, shape);
            case FLOAT16 -> {
                IntToLongFunction words = words(where, type, tensor, shape);
                yield i -> Float.float16ToFloat((short) words.applyAsLong(i));
            }
            default -> {
                IntToLongFunction words = words(where, type, tensor, shape);
                yield i -> Float.intBitsToFloat((int) words.applyAsLong(i) << Short.SIZE);
            }
        };
        float[] values = new float[elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) at.applyAsDouble(i);
        }
        return StoredTensor.of(shape, values);
    }

    private IntToDoubleFunction floats(String where, TensorProto tensor, int[] shape) throws InvalidFileException {
        requireCount(where, shape, tensor.getFloatDataCount(), elements(shape));
        return tensor::getFloatData;
    }

    private IntToDoubleFunction doubles(String where, TensorProto tensor, int[] shape) throws InvalidFileException {
        if (inBytes(tensor)) {
            return raw(where, tensor, shape, Double.BYTES).asDoubleBuffer()::get;
        }
        requireCount(where, shape, tensor.getDoubleDataCount(), elements(shape));
        return tensor::getDoubleData;
    }

    private StoredTensor wholes(String where, DataType type, TensorProto tensor, int[] shape)
            throws InvalidFileException {
        IntToLongFunction words = words(where, type, tensor, shape);
        long mask = switch (type) {
            case UINT8 -> 0xFF;
            case UINT16 -> 0xFFFF;
            case UINT32 -> 0xFFFF_FFFFL;
            default -> -1;
        };
        long[] values = new long[elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = words.applyAsLong(i) & mask;
            if (type == DataType.UINT64 && values[i] < 0) {
                throw file.invalid(where, Long.toUnsignedString(values[i]), "numbers below 2^63");
            }
        }
        return StoredTensor.of(shape, values);
    }

    /** The words of a tensor; those shorter than 64 bits with any sign. */
    private IntToLongFunction words(String where, DataType type, TensorProto tensor, int[] shape)
            throws InvalidFileException {
        int width = width(type);
        if (inBytes(tensor)) {
            ByteBuffer raw = raw(where, tensor, shape, width);
            return switch (width) {
                case Byte.BYTES -> raw::get;
                case Short.BYTES -> raw.asShortBuffer()::get;
                case Integer.BYTES -> raw.asIntBuffer()::get;
                default -> raw.asLongBuffer()::get;
            };
        }
        int found = switch (type) {
            case INT64 -> tensor.getInt64DataCount();
            case UINT32, UINT64 -> tensor.getUint64DataCount();
            default -> tensor.getInt32DataCount();
        };
        requireCount(where, shape, found, elements(shape));
        return switch (type) {
            case INT64 -> tensor::getInt64Data;
            case UINT32, UINT64 -> tensor::getUint64Data;
            default -> tensor::getInt32Data;
        };
    }

    /** Bytes of a word. */
    private static int width(DataType type) {
        return switch (type) {
            case BOOL, INT8, UINT8 -> Byte.BYTES;
            case INT16, UINT16, FLOAT16, BFLOAT16 -> Short.BYTES;
            case INT32, UINT32 -> Integer.BYTES;
            default -> Long.BYTES;
        };
    }

    private StoredTensor booleans(String where, TensorProto tensor, int[] shape) throws InvalidFileException {
        IntToLongFunction words = words(where, DataType.BOOL, tensor, shape);
        byte[] values = new byte[elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (words.applyAsLong(i) == 0 ? 0 : 1);
        }
        return new StoredTensor(TensorType.BOOL, shape, ByteBuffer.wrap(values));
    }

    /** Whether the numbers are bytes, here or in another file, rather than a list of numbers. */
    private static boolean inBytes(TensorProto tensor) {
        return tensor.hasRawData() || isExternal(tensor);
    }

    private static boolean isExternal(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0;
    }

    private ByteBuffer raw(String where, TensorProto tensor, int[] shape, int width) throws InvalidFileException {
        long bytes = (long) elements(shape) * width;
        if (isExternal(tensor)) {
            return external.read(where, tensor, bytes);
        }
        requireCount(where + " bytes", shape, tensor.getRawData().size(), bytes);
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void requireCount(String where, int[] shape, long found, long expected) throws InvalidFileException {
        if (found != expected) {
            throw file.invalid(where + " data", found + " long", expected + " for " + Arrays.toString(shape));
        }
    }
}
