package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.DType;
import org.fitact.tensor.backend.StridedCopy;

/** Checks of the arguments of the memory ops. Each method throws {@link IllegalArgumentException} or does nothing. */
public final class MemoryChecks {

    private MemoryChecks() {}

    public static void fill(int n, Buffer target) {
        Arguments.requireCount("n", n);
        Arguments.floats("target", target, n);
    }

    /** Both views must lie within their buffers, which must be two and of one type. */
    public static void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        Arguments.requireApart("target", target, source);
        DType type = Arguments.host("source", source).type();
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
            case FLOAT32 -> Arguments.floats(name, buffer, needed);
            case INT32 -> Arguments.ints(name, buffer, needed);
        }
    }
}
