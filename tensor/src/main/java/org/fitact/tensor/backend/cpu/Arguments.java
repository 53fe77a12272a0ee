package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.DType;

/**
 * Turns a buffer into its array, or says in one line what is wrong with it. The {@code …Checks} of this package put all
 * arguments of an op through here; a backend calls them before it writes its first element.
 */
public final class Arguments {

    private Arguments() {}

    /**
     * The array of a FLOAT32 buffer.
     *
     * @param name of the argument, for the message
     * @param elements that the op reads or writes
     * @throws IllegalArgumentException if the buffer is null, foreign, too short or of the other type
     * @throws IllegalStateException if it was closed
     */
    public static float[] floats(String name, Buffer buffer, long elements) {
        return require(name, buffer, DType.FLOAT32, elements).floats();
    }

    /** The array of an INT32 buffer; otherwise as {@link #floats}. */
    public static int[] ints(String name, Buffer buffer, long elements) {
        return require(name, buffer, DType.INT32, elements).ints();
    }

    /** A CPU buffer of either type. */
    public static HostBuffer host(String name, Buffer buffer) {
        if (buffer == null) {
            throw new IllegalArgumentException(name + " is null, expected a buffer");
        }
        if (buffer instanceof HostBuffer host) {
            return host;
        }
        throw new IllegalArgumentException(name + " is a " + buffer.getClass().getSimpleName()
                + ", expected a buffer that this backend allocated");
    }

    /** Refuses a negative count. */
    public static void requireCount(String name, int n) {
        if (n < 0) {
            throw new IllegalArgumentException(name + " is " + n + ", expected zero or more");
        }
    }

    /** Refuses an output that is one of the inputs; a null input was left out. */
    public static void requireApart(String name, Buffer output, Buffer... inputs) {
        for (Buffer input : inputs) {
            if (input == output) {
                throw new IllegalArgumentException(name + " is also an input, which only element-wise ops allow");
            }
        }
    }

    private static HostBuffer require(String name, Buffer buffer, DType type, long elements) {
        HostBuffer host = host(name, buffer);
        if (host.type() != type) {
            throw new IllegalArgumentException(name + " is " + host.type() + ", expected " + type);
        }
        requireLength(name, host, elements);
        return host;
    }

    /** Refuses a buffer of fewer than {@code elements}. */
    public static void requireLength(String name, HostBuffer buffer, long elements) {
        if (buffer.length() < elements) {
            throw new IllegalArgumentException(
                    name + " holds " + buffer.length() + " elements, expected at least " + elements);
        }
    }
}
