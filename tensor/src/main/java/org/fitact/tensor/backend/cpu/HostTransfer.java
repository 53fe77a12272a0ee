package org.fitact.tensor.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.fitact.tensor.backend.Buffer;

/** Copies between a caller's memory and a {@link HostBuffer}; see {@code Backend.upload} and {@code download}. */
public final class HostTransfer {

    private HostTransfer() {}

    /** Copies all of {@code host} to the elements from {@code offset}. */
    public static void upload(MemorySegment host, Buffer target, int offset) {
        HostBuffer buffer = Arguments.host("target", target);
        int n = MemoryChecks.transfer(host, "target", buffer, offset);
        switch (buffer.type()) {
            case FLOAT32 -> MemorySegment.copy(host, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, buffer.floats(), offset, n);
            case INT32 -> MemorySegment.copy(host, ValueLayout.JAVA_INT_UNALIGNED, 0, buffer.ints(), offset, n);
        }
    }

    /** Copies the elements from {@code offset} until {@code host} is full. */
    public static void download(Buffer source, int offset, MemorySegment host) {
        HostBuffer buffer = Arguments.host("source", source);
        int n = MemoryChecks.transfer(host, "source", buffer, offset);
        switch (buffer.type()) {
            case FLOAT32 -> MemorySegment.copy(buffer.floats(), offset, host, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, n);
            case INT32 -> MemorySegment.copy(buffer.ints(), offset, host, ValueLayout.JAVA_INT_UNALIGNED, 0, n);
        }
    }
}
