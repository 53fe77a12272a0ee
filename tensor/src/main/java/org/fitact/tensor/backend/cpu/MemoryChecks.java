package org.fitact.tensor.backend.cpu;

import java.lang.foreign.MemorySegment;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.DType;
import org.fitact.tensor.backend.StridedCopy;

/** Checks of the arguments of the memory ops. Each method throws {@link IllegalArgumentException} or does nothing. */
public final class MemoryChecks {

    private MemoryChecks() {}

    public static void fill(int n, Buffer target) {
        Arguments.requireCount("n", n);
        Arguments.requireFloats("target", target, n);
    }

    /** Both views must lie within their buffers, which must be two and of one type. */
    public static void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        Arguments.requireApart("target", target, source);
        DType type = Arguments.requireBuffer("source", source).type();
        for (int extent : copy.shape()) {
            Arguments.requireCount("extent", extent);
        }
        requireWithin("source", source, type, copy, copy.sourceOffset(), copy.sourceStrides());
        requireWithin("target", target, type, copy, copy.targetOffset(), copy.targetStrides());
    }

    private static void requireWithin(
            String name, Buffer buffer, DType type, StridedCopy copy, int offset, int[] strides) {
        long first = offset;
        long last = offset;
        for (int d = 0; d < strides.length; d++) {
            long reach = (copy.shape()[d] - 1L) * strides[d];
            first += Math.min(reach, 0);
            last += Math.max(reach, 0);
        }
        boolean empty = copy.elements() == 0;
        if (!empty && first < 0) {
            throw new IllegalArgumentException(name + " is read or written from element " + first + " on");
        }
        long needed = empty ? 0 : last + 1;
        switch (type) {
            case FLOAT32 -> Arguments.requireFloats(name, buffer, needed);
            case INT32 -> Arguments.requireInts(name, buffer, needed);
        }
    }

    /**
     * A copy between all of {@code host} and the elements of a buffer from an offset.
     *
     * @param name of the buffer, for the message
     * @return how many elements that is
     */
    public static int transfer(MemorySegment host, String name, Buffer buffer, int offset) {
        Arguments.requireBuffer(name, buffer);
        if (host.byteSize() % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "the host's segment has " + host.byteSize() + " bytes, expected a multiple of " + Float.BYTES);
        }
        Arguments.requireCount("offset", offset);
        long n = host.byteSize() / Float.BYTES;
        Arguments.requireLength(name, buffer, offset + n);
        return (int) n;
    }
}
