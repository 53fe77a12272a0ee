package org.fitact.tensor.backend;

import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** A buffer of a {@link CheckedBackend}. */
final class CheckedBuffer extends CheckedHandle<Buffer> implements Buffer {

    private final DType type;
    private final int length;

    CheckedBuffer(Custody custody, Buffer inside) {
        super(custody, inside);
        type = inside.type();
        length = inside.length();
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
    public String toString() {
        return "a buffer of " + length + " " + type;
    }
}
