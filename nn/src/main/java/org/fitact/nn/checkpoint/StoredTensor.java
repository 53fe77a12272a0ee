package org.fitact.nn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor as a checkpoint holds it: type, shape and little-endian bytes in row-major order. At most 2 GiB.
 *
 * @param shape empty for a scalar; copied
 * @param data from position to limit; not copied
 */
public record StoredTensor(TensorType type, int[] shape, ByteBuffer data) {

    /** @throws IllegalArgumentException when the data are not as long as type and shape demand */
    public StoredTensor {
        shape = shape.clone();
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long bytes = type.bytes();
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "shape is " + Arrays.toString(shape) + ", expected no negative size");
            }
            bytes = Math.multiplyExact(bytes, size);
        }
        if (bytes != data.remaining()) {
            throw new IllegalArgumentException(data.remaining() + " bytes of data, expected " + bytes + " for " + type
                    + " of shape " + Arrays.toString(shape));
        }
    }

    /** A tensor of type F32; the values are copied. */
    public static StoredTensor of(int[] shape, float... values) {
        ByteBuffer data = allocate(values.length, TensorType.F32);
        data.asFloatBuffer().put(values);
        return new StoredTensor(TensorType.F32, shape, data);
    }

    /** A tensor of type I64; the values are copied. */
    public static StoredTensor of(int[] shape, long... values) {
        ByteBuffer data = allocate(values.length, TensorType.I64);
        data.asLongBuffer().put(values);
        return new StoredTensor(TensorType.I64, shape, data);
    }

    private static ByteBuffer allocate(int elements, TensorType type) {
        int bytes = Math.multiplyExact(elements, type.bytes());
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    /** The bytes, little endian, read only, from position 0. */
    @Override
    public ByteBuffer data() {
        return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    public int elements() {
        return data.capacity() / type.bytes();
    }

    /** A copy of the values. @throws IllegalStateException when the type is not F32 */
    public float[] floats() {
        require(TensorType.F32);
        float[] values = new float[elements()];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** A copy of the values. @throws IllegalStateException when the type is not I64 */
    public long[] longs() {
        require(TensorType.I64);
        long[] values = new long[elements()];
        data.asLongBuffer().get(values);
        return values;
    }

    /** A copy of the bytes, whatever the type. */
    public byte[] bytes() {
        byte[] values = new byte[data.capacity()];
        data.get(0, values);
        return values;
    }

    /** Where an element stands, by the shape: {@code [0, 17]}. */
    public int[] index(int element) {
        int[] index = new int[shape.length];
        int left = element;
        for (int d = shape.length - 1; d >= 0; d--) {
            index[d] = left % shape[d];
            left /= shape[d];
        }
        return index;
    }

    private void require(TensorType wanted) {
        if (type != wanted) {
            throw new IllegalStateException("tensor is of type " + type + ", expected " + wanted);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredTensor that
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + data.hashCode();
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
