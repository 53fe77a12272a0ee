package org.fitact.cuda;

import java.util.Objects;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.DType;

/** A piece of a device's memory. */
final class CudaBuffer implements Buffer {

    private final DeviceMemory memory;
    private final DType type;
    private final int length;
    private final long address;
    private boolean closed;

    CudaBuffer(DeviceMemory memory, DType type, int length) {
        Objects.requireNonNull(type, "type");
        if (length < 0) {
            throw new IllegalArgumentException("a buffer of " + length + " elements, expected zero or more");
        }
        this.memory = memory;
        this.type = type;
        this.length = length;
        address = memory.allocate(length);
    }

    /** The address of a checked buffer of this backend; of null, the null pointer. */
    static DevicePointer pointer(Buffer buffer) {
        if (buffer == null) {
            return DevicePointer.NULL;
        }
        if (!(buffer instanceof CudaBuffer own)) {
            throw new IllegalArgumentException("an argument is a "
                    + buffer.getClass().getSimpleName() + ", expected a buffer that this backend allocated");
        }
        if (own.closed) {
            throw new IllegalStateException(own + " is used after it was closed");
        }
        return new DevicePointer(own.address);
    }

    @Override
    public DType type() {
        return type;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.release(address, length);
        }
    }

    @Override
    public String toString() {
        return "a buffer of " + length + " " + type;
    }
}
