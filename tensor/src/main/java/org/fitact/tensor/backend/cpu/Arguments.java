package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.DType;

/**
 * Says in one line what is wrong with a buffer. The {@code …Checks} of this package put all arguments of an op through
 * here, on any device; a backend calls them before it writes its first element, and then unwraps the buffers, which
 * refuses those of another backend and those that were closed.
 */
public final class Arguments {

    private Arguments() {}

    /**
     * Refuses what is no FLOAT32 buffer of enough elements.
     *
     * @param name of the argument, for the message
     * @param elements that the op reads or writes
     * @throws IllegalArgumentException if the buffer is null, too short or of the other type
     */
    public static void requireFloats(String name, Buffer buffer, long elements) {
        require(name, buffer, DType.FLOAT32, elements);
    }

    /** Refuses what is no INT32 buffer of enough elements; see {@link #requireFloats}. */
    public static void requireInts(String name, Buffer buffer, long elements) {
        require(name, buffer, DType.INT32, elements);
    }

    /** Refuses null. */
    public static Buffer requireBuffer(String name, Buffer buffer) {
        if (buffer == null) {
            throw new IllegalArgumentException(name + " is null, expected a buffer");
        }
        return buffer;
    }

    /** A CPU buffer of either type. */
    public static HostBuffer host(String name, Buffer buffer) {
        if (requireBuffer(name, buffer) instanceof HostBuffer host) {
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

    /** Refuses a buffer of fewer than {@code elements}. */
    public static void requireLength(String name, Buffer buffer, long elements) {
        if (buffer.length() < elements) {
            throw new IllegalArgumentException(
                    name + " holds " + buffer.length() + " elements, expected at least " + elements);
        }
    }

    private static void require(String name, Buffer buffer, DType type, long elements) {
        if (requireBuffer(name, buffer).type() != type) {
            throw new IllegalArgumentException(name + " is " + buffer.type() + ", expected " + type);
        }
        requireLength(name, buffer, elements);
    }
}
