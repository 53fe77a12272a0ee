package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.Weights;

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

    /**
     * A buffer whose contents are undefined.
     *
     * @param memory gives the array now and takes it back in {@link #close}
     */
    public HostBuffer(HostMemory memory, DType type, int length) {
        this.memory = memory;
        this.type = type;
        this.length = length;
        switch (type) {
            case FLOAT32 -> floats = memory.floats(length);
            case INT32 -> ints = memory.ints(length);
        }
    }

    @Override
    public DType type() {
        return type;
    }

    @Override
    public int length() {
        return length;
    }

    /** The array of an open FLOAT32 buffer, at least {@link #length} elements; of null, null. */
    public static float[] floats(Weights buffer) {
        return buffer == null ? null : ((HostBuffer) buffer).floats;
    }

    /** The array of an open INT32 buffer, at least {@link #length} elements. */
    public static int[] ints(Buffer buffer) {
        return ((HostBuffer) buffer).ints;
    }

    @Override
    public boolean isClosed() {
        return closed;
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
}
