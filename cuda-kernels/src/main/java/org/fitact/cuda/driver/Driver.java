package org.fitact.cuda.driver;

import java.lang.foreign.MemorySegment;

/**
 * What the backend needs of a device: memory, copies, launches and time. Addresses are the device's. Work is done in the
 * order in which it was asked for; a launch may return before it is done, a copy to or from the host may not.
 *
 * <p>Every method throws {@link CudaException} when the device refuses.
 */
public interface Driver extends AutoCloseable {

    /** Another one on the same device, with memory and a stream of its own. */
    Driver another();

    /** What the device is. */
    DeviceDescription device();

    /** Bytes that an allocation is rounded up to: 4 where accesses beyond an allocation are to be caught. */
    int allocationUnit();

    /** The address of a new piece of memory, aligned to 256 bytes; its contents are undefined. */
    long allocate(long bytes);

    /** Gives back what {@link #allocate} gave, after the work that was asked for before. */
    void free(long address);

    /** Copies all of {@code host} to the device. */
    void upload(MemorySegment host, long address);

    /** Copies from the device until {@code host} is full, after the work that was asked for before. */
    void download(long address, MemorySegment host);

    /** Copies within the device. */
    void copy(long source, long target, long bytes);

    /** Starts a kernel. */
    void launch(Launch launch);

    /** Waits until all work is done. */
    void synchronise();

    /** Marks this moment in the device's work; the number is for {@link #millisecondsBetween}. */
    long recordEvent();

    /** Device time from one mark to a later one; waits for the latter and forgets both. */
    double millisecondsBetween(long earlier, long later);

    /** Gives back everything, memory too. */
    @Override
    void close();
}
