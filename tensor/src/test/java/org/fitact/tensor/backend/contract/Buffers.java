package org.fitact.tensor.backend.contract;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;

/**
 * The buffers of one case on one backend. Each is longer than the op needs; what is beyond, and every output, holds a
 * poison: a NaN of its own, so that a read of it spoils the result and a write to it is seen.
 */
final class Buffers implements AutoCloseable {

    /** More than the widest vector, and odd. */
    static final int GUARD = 37;

    static final int POISON = 0x7FC0_DEAD;

    private final Backend backend;
    private final OpCase opCase;
    private final Buffer[] buffers;

    Buffers(Backend backend, OpCase opCase) {
        this.backend = backend;
        this.opCase = opCase;
        buffers = new Buffer[opCase.arguments().size()];
        for (int i = 0; i < buffers.length; i++) {
            int[] bits = before(i);
            buffers[i] = backend.allocate(opCase.arguments().get(i).type(), bits.length);
            backend.upload(MemorySegment.ofArray(bits), buffers[i], 0);
        }
    }

    /** What buffer {@code i} holds before the call, the guard included. */
    int[] before(int i) {
        OpCase.Argument argument = opCase.arguments().get(i);
        int[] bits = new int[argument.length() + GUARD];
        Arrays.fill(bits, POISON);
        if (argument.bits() != null) {
            System.arraycopy(argument.bits(), 0, bits, 0, argument.length());
        }
        return bits;
    }

    /** What buffer {@code i} holds now, the guard included. */
    int[] now(int i) {
        int[] bits = new int[buffers[i].length()];
        backend.download(buffers[i], 0, MemorySegment.ofArray(bits));
        return bits;
    }

    void run() {
        opCase.body().run(backend, buffers.clone());
    }

    /** Runs the case with another buffer in the place of one. */
    void runWith(int i, Buffer other) {
        Buffer[] changed = buffers.clone();
        changed[i] = other;
        opCase.body().run(backend, changed);
    }

    @Override
    public void close() {
        for (Buffer buffer : buffers) {
            buffer.close();
        }
    }
}
