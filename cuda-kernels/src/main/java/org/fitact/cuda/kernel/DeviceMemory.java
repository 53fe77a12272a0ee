package org.fitact.cuda.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.Driver;

/**
 * A caching allocator: what is given back is kept and handed out again for the next request of the same rounded size,
 * because to allocate and to free makes a device wait. When the device has nothing left, the cache is emptied and the
 * request made again. All work is on one stream, so a piece may be handed out while a kernel still uses it: what comes
 * next waits for that kernel.
 */
public final class DeviceMemory {

    private final Driver driver;
    private final Map<Long, Deque<Long>> cache = new HashMap<>();

    public DeviceMemory(Driver driver) {
        this.driver = driver;
    }

    /** The address of a piece of {@code elements} four-byte elements. */
    long allocate(long elements) {
        long bytes = rounded(elements);
        Deque<Long> pieces = cache.get(bytes);
        if (pieces != null && !pieces.isEmpty()) {
            return pieces.pop();
        }
        try {
            return driver.allocate(bytes);
        } catch (CudaException e) {
            if (isEmpty()) {
                throw e;
            }
            clear();
            return driver.allocate(bytes);
        }
    }

    /** Takes a piece back that {@link #allocate} gave for as many elements. */
    void release(long address, long elements) {
        if (driver.allocationUnit() == Integer.BYTES) {
            driver.free(address); // so that a use after it is caught
            return;
        }
        cache.computeIfAbsent(rounded(elements), _ -> new ArrayDeque<>()).push(address);
    }

    /** Gives the cached pieces back to the device. */
    public void clear() {
        driver.synchronise();
        cache.values().forEach(pieces -> pieces.forEach(driver::free));
        cache.clear();
    }

    private boolean isEmpty() {
        return cache.values().stream().allMatch(Deque::isEmpty);
    }

    private long rounded(long elements) {
        long unit = driver.allocationUnit();
        return Math.max(1, Math.ceilDiv(elements * Integer.BYTES, unit)) * unit;
    }
}
