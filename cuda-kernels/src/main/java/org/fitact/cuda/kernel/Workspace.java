package org.fitact.cuda.kernel;

import org.fitact.cuda.driver.DevicePointer;

/** Device memory for the time of one op. */
public record Workspace(DeviceMemory memory, long elements, DevicePointer pointer) implements AutoCloseable {

    public static Workspace of(DeviceMemory memory, long elements) {
        return new Workspace(memory, elements, new DevicePointer(memory.allocate(elements)));
    }

    @Override
    public void close() {
        memory.release(pointer.address(), elements);
    }
}
