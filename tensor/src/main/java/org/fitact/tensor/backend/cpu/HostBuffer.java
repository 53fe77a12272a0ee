package org.fitact.tensor.backend.cpu;

import java.util.Objects;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.DType;

/**
 * A buffer that is a Java array. The array may be longer than {@link #length} (a pool hands out rounded sizes);
 * what lies beyond the length belongs to nobody.
 */
public final class HostBuffer implements Buffer {

    private final DType type;
    private final int length;
    private final HostMemory memory;
    private float[] floats;
    private int[] ints;
    private boolean closed;

    private HostBuffer(HostMemory memory, DType type, int length) {
        this.memory = memory;
        this.type = type;
        this.length = length;
        switch (type) {
            case FLOAT32 -> floats = memory.floats(length);
            case INT32 -> ints = memory.ints(length);
        }
    }

    /**
     * A buffer whose contents are undefined.
     *
     * @param memory gives the array now and takes it back in {@link #close}
     * @throws IllegalArgumentException for a negative length
     */
    public static HostBuffer allocate(HostMemory memory, DType type, int length) {
        Objects.requireNonNull(type, "type");
        if (length < 0) {
            throw new IllegalArgumentException("a buffer of " + length + " elements, expected zero or more");
        }
        return new HostBuffer(memory, type, length);
    }

    @Override
    public DType type() {
        return type;
    }

    @Override
    public int length() {
        return length;
    }

    public boolean isClosed() {
        return closed;
    }

    /**
     * The array itself, at least {@link #length} elements.
     *
     * @throws IllegalArgumentException if this is an INT32 buffer
     * @throws IllegalStateException if the buffer was closed
     */
    public float[] floats() {
        requireOpen(DType.FLOAT32);
        return floats;
    }

    /**
     * The array itself, at least {@link #length} elements.
     *
     * @throws IllegalArgumentException if this is a FLOAT32 buffer
     * @throws IllegalStateException if the buffer was closed
     */
    public int[] ints() {
        requireOpen(DType.INT32);
        return ints;
    }

    private void requireOpen(DType wanted) {
        if (closed) {
            throw new IllegalStateException(this + " is used after it was closed");
        }
        if (type != wanted) {
            throw new IllegalArgumentException(this + " is used as one of " + wanted);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        switch (type) {
            case FLOAT32 -> memory.release(floats);
            case INT32 -> memory.release(ints);
        }
        floats = null;
        ints = null;
    }

    @Override
    public String toString() {
        return "a buffer of " + length + " " + type;
    }
}
