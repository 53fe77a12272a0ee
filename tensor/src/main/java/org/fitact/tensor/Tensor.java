package org.fitact.tensor;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/**
 * A dense, row-major array of numbers in one backend's memory. Two tensors may lie on one buffer ({@link #view}); the
 * one that was allocated owns it.
 */
public final class Tensor implements AutoCloseable {

    private final Backend backend;
    private final Shape shape;
    private final Buffer buffer;
    private final boolean owner;
    private boolean requiresGradient;

    private Tensor(Backend backend, Shape shape, Buffer buffer, boolean owner) {
        this.backend = backend;
        this.shape = shape;
        this.buffer = buffer;
        this.owner = owner;
    }

    /** A tensor of undefined contents. */
    public static Tensor allocate(Backend backend, DType type, Shape shape) {
        return new Tensor(backend, shape, backend.allocate(type, shape.elements()), true);
    }

    public static Tensor zeros(Backend backend, Shape shape) {
        return allocate(backend, DType.FLOAT32, shape).written(buffer -> backend.fill(shape.elements(), 0, buffer));
    }

    /** A copy of the host's values. */
    public static Tensor of(Backend backend, Shape shape, float[] values) {
        requireLength(shape, values.length);
        return allocate(backend, DType.FLOAT32, shape)
                .written(buffer -> backend.upload(MemorySegment.ofArray(values), buffer, 0));
    }

    /** A copy of the host's integers. */
    public static Tensor of(Backend backend, Shape shape, int[] values) {
        requireLength(shape, values.length);
        return allocate(backend, DType.INT32, shape)
                .written(buffer -> backend.upload(MemorySegment.ofArray(values), buffer, 0));
    }

    /** This new tensor with its first contents; freed if they cannot be written. */
    private Tensor written(Consumer<Buffer> contents) {
        try {
            contents.accept(buffer);
            return this;
        } catch (RuntimeException | Error e) {
            buffer.close();
            throw e;
        }
    }

    public Backend backend() {
        return backend;
    }

    public Shape shape() {
        return shape;
    }

    public Buffer buffer() {
        return buffer;
    }

    public int elements() {
        return shape.elements();
    }

    /** Whether {@link org.fitact.tensor.autograd.Tape#backward} is to find this tensor's gradient. */
    public boolean requiresGradient() {
        return requiresGradient;
    }

    public Tensor requireGradient(boolean required) {
        requiresGradient = required;
        return this;
    }

    /**
     * The same memory under another shape; closing the view does not free it. No gradient passes from a view to this tensor:
     * that is {@link org.fitact.tensor.autograd.Shaping#reshape}.
     */
    public Tensor view(Shape other) {
        requireLength(other, shape.elements());
        return new Tensor(backend, other, buffer, false);
    }

    /** Overwrites the contents by the host's. */
    public void upload(float[] values) {
        requireLength(shape, values.length);
        backend.upload(MemorySegment.ofArray(values), buffer, 0);
    }

    /** A copy of the contents on the host. */
    public float[] toArray() {
        float[] values = new float[shape.elements()];
        backend.download(buffer, 0, MemorySegment.ofArray(values));
        return values;
    }

    /** The only element of a tensor that has one. */
    public float item() {
        if (shape.elements() != 1) {
            throw new IllegalStateException(
                    "item() of a tensor of shape " + shape + ", which has more than one element");
        }
        return toArray()[0];
    }

    @Override
    public void close() {
        if (owner) {
            buffer.close();
        }
    }

    @Override
    public String toString() {
        return buffer.type() + "[" + shape + "]";
    }

    private static void requireLength(Shape shape, int length) {
        if (shape.elements() != length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " has " + shape.elements() + " elements, but " + length + " were given");
        }
    }
}
