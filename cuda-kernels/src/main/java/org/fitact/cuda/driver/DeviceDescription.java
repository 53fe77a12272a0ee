package org.fitact.cuda.driver;

import java.util.Locale;

/**
 * What a device is.
 *
 * @param name as the maker calls it
 * @param computeCapability major and minor version, such as 9.0
 * @param multiprocessors how many blocks run at once, at least
 * @param memoryBytes of the whole device
 * @param software driver or compiler, with its version
 */
public record DeviceDescription(
        String name, String computeCapability, int multiprocessors, long memoryBytes, String software) {

    private static final double GIB = 1L << 30;

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, compute capability %s, %d multiprocessors, %.1f GiB, %s",
                name,
                computeCapability,
                multiprocessors,
                memoryBytes / GIB,
                software);
    }
}
