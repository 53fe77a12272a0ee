package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.buffer.Buffer;

/**
 * Launches {@code checks.cu}, and holds the word in which a kernel leaves the index of the first element that it could
 * not accept. To read it waits for the device.
 */
public final class ChecksKernels {

    private static final int NONE = Integer.MAX_VALUE;

    private final Driver driver;
    private final DevicePointer first;

    public ChecksKernels(Driver driver, DeviceMemory memory) {
        this.driver = driver;
        first = new DevicePointer(memory.allocate(1));
        reset();
    }

    /** Index of the first of {@code n} integers that is not within {@code 0..limit−1}. */
    OptionalInt firstOutside(int n, int limit, Buffer values) {
        if (n == 0) {
            return OptionalInt.empty();
        }
        driver.launch(Launch.forEach("checks", "firstOutside", n, n, limit, pointer(values), first));
        int index = element(first);
        if (index == NONE) {
            return OptionalInt.empty();
        }
        reset();
        return OptionalInt.of(index);
    }

    /** The integer at an address. */
    int element(DevicePointer address) {
        int[] value = new int[1];
        driver.download(address.address(), MemorySegment.ofArray(value));
        return value[0];
    }

    private void reset() {
        driver.upload(MemorySegment.ofArray(new int[] {NONE}), first.address());
    }
}
