package org.fitact.cuda;

/** Device memory for the time of one op. */
record Workspace(DeviceMemory memory, long elements, DevicePointer pointer) implements AutoCloseable {

    static Workspace of(DeviceMemory memory, long elements) {
        return new Workspace(memory, elements, new DevicePointer(memory.allocate(elements)));
    }

    @Override
    public void close() {
        memory.release(pointer.address(), elements);
    }
}
