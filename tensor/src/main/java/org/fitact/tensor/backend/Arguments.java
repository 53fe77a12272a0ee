package org.fitact.tensor.backend;

import org.fitact.tensor.backend.op.Product;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.Weights;

/**
 * Says in one line what is wrong with an argument. What passes is given back as the device's own buffer, so that a check
 * cannot be left out: what was not checked does not reach a device.
 */
final class Arguments {

    private final Custody custody;

    /** For the buffers of one backend. */
    Arguments(Custody custody) {
        this.custody = custody;
    }

    /**
     * A FLOAT32 buffer of at least so many elements.
     *
     * @param name of the argument, for the message
     * @param elements that the op reads or writes
     * @throws IllegalArgumentException if the buffer is null, of another backend or type, or too short
     * @throws IllegalStateException if it was closed
     */
    Buffer floats(String name, Buffer buffer, long elements) {
        return typed(name, buffer, DType.FLOAT32, elements);
    }

    /** The same, or null where the argument was left out. */
    Buffer floatsOrNull(String name, Buffer buffer, long elements) {
        return buffer == null ? null : floats(name, buffer, elements);
    }

    /** An INT32 buffer of at least so many elements; see {@link #floats}. */
    Buffer ints(String name, Buffer buffer, long elements) {
        return typed(name, buffer, DType.INT32, elements);
    }

    /** A buffer of a type with at least so many elements; see {@link #floats}. */
    Buffer typed(String name, Buffer buffer, DType type, long elements) {
        CheckedBuffer checked = checked(name, buffer);
        if (checked.type() != type) {
            throw new IllegalArgumentException(name + " is " + checked.type() + ", expected " + type);
        }
        return longEnough(name, checked, elements);
    }

    /** A buffer of either type with at least so many elements; see {@link #floats}. */
    Buffer longEnough(String name, Buffer buffer, long elements) {
        CheckedBuffer checked = checked(name, buffer);
        if (checked.length() < elements) {
            throw new IllegalArgumentException(
                    name + " holds " + checked.length() + " elements, expected at least " + elements);
        }
        return checked.inside();
    }

    /** A buffer of this backend. */
    CheckedBuffer checked(String name, Weights buffer) {
        if (buffer instanceof CheckedBuffer checked && checked.isOf(custody)) {
            return checked;
        }
        throw foreign(name, buffer);
    }

    /** The second factor of a product, of so many elements where it is a buffer. */
    Weights weights(String name, Weights weights, Product shape, long elements) {
        return switch (weights) {
            case CheckedWeights packed when packed.isOf(custody) -> packed.inside(shape);
            case Buffer buffer -> floats(name, buffer, elements);
            case null, default -> throw foreign(name, weights);
        };
    }

    private static IllegalArgumentException foreign(String name, Weights found) {
        return new IllegalArgumentException(
                found == null
                        ? name + " is null, expected a buffer"
                        : name + " is not of this backend, expected a buffer that it allocated");
    }

    /** Refuses a negative count. */
    static int count(String name, int n) {
        if (n < 0) {
            throw new IllegalArgumentException(name + " is " + n + ", expected zero or more");
        }
        return n;
    }

    /** Refuses an output that is one of the inputs; a null input was left out. */
    static void apart(String name, Weights output, Weights... inputs) {
        for (Weights input : inputs) {
            if (input == output && output != null) {
                throw new IllegalArgumentException(name + " is also an input, which only element-wise ops allow");
            }
        }
    }
}
