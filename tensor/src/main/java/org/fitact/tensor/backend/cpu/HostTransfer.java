package org.fitact.tensor.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.fitact.tensor.buffer.Buffer;

/** Copies between a caller's memory and a {@link HostBuffer}; see {@code Backend.upload} and {@code download}. */
public final class HostTransfer {

    private HostTransfer() {}

    /** Copies all of {@code host} to the elements from {@code offset}. */
    public static void upload(MemorySegment host, Buffer target, int offset) {
        int n = elements(host);
        switch (target.type()) {
            case FLOAT32 ->
                MemorySegment.copy(host, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, HostBuffer.floats(target), offset, n);
            case INT32 ->
                MemorySegment.copy(host, ValueLayout.JAVA_INT_UNALIGNED, 0, HostBuffer.ints(target), offset, n);
        }
    }

    /** Copies the elements from {@code offset} until {@code host} is full. */
    public static void download(Buffer source, int offset, MemorySegment host) {
        int n = elements(host);
        switch (source.type()) {
            case FLOAT32 ->
                MemorySegment.copy(HostBuffer.floats(source), offset, host, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, n);
            case INT32 ->
                MemorySegment.copy(HostBuffer.ints(source), offset, host, ValueLayout.JAVA_INT_UNALIGNED, 0, n);
        }
    }

    private static int elements(MemorySegment host) {
        return (int) (host.byteSize() / Float.BYTES);
    }
}
