package org.fitact.tensor.backend.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** One call of one op: its buffers, what they hold, and how close the results must come to the reference. */
final class OpCase {

    /** The call itself; the buffers come in the order in which the case names them. */
    @FunctionalInterface
    interface Body {
        void run(Backend backend, Buffer[] buffers);
    }

    /**
     * One buffer.
     *
     * @param bits what it holds before the call, or null for an output, which is poisoned; of {@code length}
     * @param tolerance of the result, or null for an input, which must not change
     */
    record Argument(String name, DType type, int length, int[] bits, Tolerance tolerance) {

        boolean isInput() {
            return tolerance == null;
        }
    }

    private final String name;
    private final List<Argument> arguments = new ArrayList<>();
    private Body body;

    private OpCase(String name) {
        this.name = name;
    }

    static OpCase named(String name) {
        return new OpCase(name);
    }

    OpCase input(String argument, float[] data) {
        return add(argument, DType.FLOAT32, data.length, bits(data), null);
    }

    OpCase input(String argument, int[] data) {
        return add(argument, DType.INT32, data.length, data, null);
    }

    OpCase output(String argument, int length, Tolerance tolerance) {
        return add(argument, DType.FLOAT32, length, null, tolerance);
    }

    OpCase outputInts(String argument, int length) {
        return add(argument, DType.INT32, length, null, Tolerance.exact());
    }

    /** Read and written: it holds data before the call and is compared after it. */
    OpCase modified(String argument, float[] data, Tolerance tolerance) {
        return add(argument, DType.FLOAT32, data.length, bits(data), tolerance);
    }

    OpCase modified(String argument, int[] data) {
        return add(argument, DType.INT32, data.length, data, Tolerance.exact());
    }

    OpCase runs(Body call) {
        body = call;
        return this;
    }

    private OpCase add(String argument, DType type, int length, int[] bits, Tolerance tolerance) {
        arguments.add(new Argument(argument, type, length, bits, tolerance));
        return this;
    }

    static int[] bits(float[] data) {
        int[] bits = new int[data.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(data[i]));
        return bits;
    }

    static float[] floats(int[] bits) {
        float[] data = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            data[i] = Float.intBitsToFloat(bits[i]);
        }
        return data;
    }

    List<Argument> arguments() {
        return arguments;
    }

    Body body() {
        return body;
    }

    @Override
    public String toString() {
        return name;
    }
}
