package org.fitact.tensor.backend;

import java.util.ArrayDeque;
import java.util.Deque;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.Weights;

/**
 * Buffers and packed weights that have one owner and are closed together, the youngest first, so that packed weights go
 * before what they were packed from. Who allocates several pieces of memory in a constructor keeps them in one of these
 * and closes it if the constructor fails.
 */
public final class BufferGroup implements AutoCloseable {

    private final Backend backend;
    private final Deque<Weights> members = new ArrayDeque<>();

    /** An empty group of buffers of one backend. */
    public BufferGroup(Backend backend) {
        this.backend = backend;
    }

    /** A new buffer of the group, of undefined contents. */
    public Buffer allocate(DType type, int length) {
        return add(backend.allocate(type, length));
    }

    /** Takes over the ownership of a buffer or of packed weights. */
    public <W extends Weights> W add(W member) {
        members.push(member);
        return member;
    }

    /** Bytes of its buffers, without packed weights, whose size is the backend's affair. */
    public long bytes() {
        return members.stream()
                .mapToLong(member -> member instanceof Buffer buffer ? 4L * buffer.length() : 0)
                .sum();
    }

    /** Closes all members; the second call does nothing. */
    @Override
    public void close() {
        while (!members.isEmpty()) {
            members.pop().close();
        }
    }
}
