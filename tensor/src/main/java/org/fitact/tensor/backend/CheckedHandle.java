package org.fitact.tensor.backend;

import org.fitact.tensor.buffer.Weights;

/**
 * What a {@link CheckedBackend} gives out in the place of something of the device: of one backend, for its owner, until it is
 * closed.
 */
abstract class CheckedHandle<T extends Weights> {

    private final Custody custody;
    private T inside;

    CheckedHandle(Custody custody, T inside) {
        this.custody = custody;
        this.inside = inside;
    }

    boolean isOf(Custody backend) {
        return custody == backend;
    }

    /** @throws IllegalStateException if this was closed */
    T inside() {
        if (inside == null) {
            throw new IllegalStateException(this + " is used after it was closed");
        }
        return inside;
    }

    void requireOwner() {
        custody.require();
    }

    public boolean isClosed() {
        return inside == null;
    }

    /** Once its backend is closed, which frees everything, there is nothing left to give back. */
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
}
