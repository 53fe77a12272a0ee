package org.fitact.cuda.kernel;

import org.fitact.cuda.driver.DevicePointer;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** A piece of a device's memory. */
public final class CudaBuffer implements Buffer {

    private final DeviceMemory memory;
    private final DType type;
    private final int length;
    private final long address;
    private boolean closed;

    public CudaBuffer(DeviceMemory memory, DType type, int length) {
        this.memory = memory;
        this.type = type;
        this.length = length;
        address = memory.allocate(length);
    }

    /** The address of an open buffer; of null, the null pointer. */
    public static DevicePointer pointer(Buffer buffer) {
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
