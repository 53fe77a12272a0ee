package org.fitact.tensor.backend;

import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** A buffer of a {@link CheckedBackend}, which refuses it once it is closed, and gives the device the buffer inside. */
final class CheckedBuffer implements Buffer {

    private final Custody custody;
    private final DType type;
    private final int length;
    private Buffer inside;

    CheckedBuffer(Custody custody, Buffer inside) {
        this.custody = custody;
        this.inside = inside;
        type = inside.type();
        length = inside.length();
    }

    boolean isOf(Custody backend) {
        return custody == backend;
    }

    /** @throws IllegalStateException if this was closed */
    Buffer inside() {
        if (inside == null) {
            throw new IllegalStateException(this + " is used after it was closed");
        }
        return inside;
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
        return inside == null;
    }

    /** Once its backend is closed, which frees everything, there is nothing left to give back. */
    @Override
    public void close() {
        if (inside == null) {
            return;
        }
        if (!custody.isClosed()) {
            custody.require();
            inside.close();
        }
        inside = null;
    }

    @Override
    public String toString() {
        return "a buffer of " + length + " " + type;
    }
}
