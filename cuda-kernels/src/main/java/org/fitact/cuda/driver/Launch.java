package org.fitact.cuda.driver;

import java.util.List;

/**
 * One start of a kernel.
 *
 * @param family name of the kernel's source file, without {@code .cu}
 * @param kernel name of the {@code extern "C" __global__} function
 * @param sharedBytes dynamic shared memory of a block
 * @param arguments in the order of the function's parameters: {@link Integer}, {@link Long}, {@link Float}, {@link
 *     Double}, {@link DevicePointer}, or {@code int[]} for a struct of ints that is passed by value. The emulator checks
 *     number, kinds and sizes against the function's declaration at every launch.
 */
public record Launch(String family, String kernel, Dim3 grid, Dim3 block, int sharedBytes, List<Object> arguments) {

    /** Threads of a block where nothing speaks for another number. */
    public static final int THREADS = 256;

    /** A one-dimensional grid of blocks of {@link #THREADS} without dynamic shared memory. */
    public static Launch of(String family, String kernel, long blocks, Object... arguments) {
        return new Launch(family, kernel, Dim3.of(Math.toIntExact(blocks)), Dim3.of(THREADS), 0, List.of(arguments));
    }

    /** One thread for each of {@code n} elements. */
    public static Launch forEach(String family, String kernel, long n, Object... arguments) {
        return of(family, kernel, Math.ceilDiv(n, (long) THREADS), arguments);
    }

    /** Everything an error message needs. */
    @Override
    public String toString() {
        return "kernel " + kernel + " of " + family + ".cu, grid " + grid + ", block " + block + ", " + sharedBytes
                + " bytes of shared memory, arguments " + KernelArguments.show(arguments);
    }
}
