package org.fitact.cuda.driver;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static org.fitact.cuda.driver.JCudaDriver.check;

import java.lang.foreign.MemorySegment;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/**
 * Two pieces of pinned memory through which copies between host and device go: the GPU's copy engine reads no other
 * memory by itself, and while it works on one piece, the other is filled or emptied. An upload returns when the host's
 * memory has been read, not when it has arrived.
 */
public final class JCudaStaging implements AutoCloseable {

    private static final long PIECE_BYTES = 8 << 20;
    private static final int PIECES = 2;

    private final CUstream stream;
    private final JCudaAddresses.OnHost memory = new JCudaAddresses.OnHost();
    private final CUevent[] free = new CUevent[PIECES];
    private int next;

    JCudaStaging(CUstream stream) {
        this.stream = stream;
        check(cuMemAllocHost(memory, PIECES * PIECE_BYTES), () -> "allocating pinned memory");
        for (int i = 0; i < PIECES; i++) {
            free[i] = new CUevent();
            check(cuEventCreate(free[i], 0), () -> "creating an event");
        }
    }

    void upload(MemorySegment host, long address) {
        for (long done = 0; done < host.byteSize(); done += PIECE_BYTES) {
            long bytes = Math.min(PIECE_BYTES, host.byteSize() - done);
            int piece = takePiece();
            piece(piece, bytes).copyFrom(host.asSlice(done, bytes));
            JCudaAddresses.OnDevice target = new JCudaAddresses.OnDevice(address + done);
            check(cuMemcpyHtoDAsync(target, pointer(piece), bytes, stream), () -> "uploading " + bytes + " bytes");
            check(cuEventRecord(free[piece], stream), () -> "recording an event");
        }
    }

    /** @param await waits until the stream has done everything */
    void download(long address, MemorySegment host, Runnable await) {
        for (long done = 0; done < host.byteSize(); done += PIECE_BYTES) {
            long bytes = Math.min(PIECE_BYTES, host.byteSize() - done);
            JCudaAddresses.OnDevice source = new JCudaAddresses.OnDevice(address + done);
            check(cuMemcpyDtoHAsync(pointer(0), source, bytes, stream), () -> "downloading " + bytes + " bytes");
            await.run();
            host.asSlice(done, bytes).copyFrom(piece(0, bytes));
        }
    }

    private int takePiece() {
        int piece = next;
        next = (next + 1) % PIECES;
        check(cuEventSynchronize(free[piece]), () -> "waiting for an upload");
        return piece;
    }

    private JCudaAddresses.OnHost pointer(int piece) {
        return new JCudaAddresses.OnHost(memory.address() + piece * PIECE_BYTES);
    }

    @SuppressWarnings("restricted") // native access is granted by the launcher
    private MemorySegment piece(int piece, long bytes) {
        return MemorySegment.ofAddress(pointer(piece).address()).reinterpret(bytes);
    }

    @Override
    public void close() {
        for (CUevent event : free) {
            check(cuEventDestroy(event), () -> "destroying an event");
        }
        check(cuMemFreeHost(memory), () -> "freeing pinned memory");
    }
}
