package org.fitact.cuda;

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
        this.memory = memory;
        this.type = type;
        this.length = length;
        address = memory.allocate(length);
    }

    /** The address of an open buffer; of null, the null pointer. */
    static DevicePointer pointer(Buffer buffer) {
        return buffer == null ? DevicePointer.NULL : new DevicePointer(((CudaBuffer) buffer).address);
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
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.release(address, length);
        }
    }
}
