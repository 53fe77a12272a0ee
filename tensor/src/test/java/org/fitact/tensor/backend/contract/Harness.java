package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.buffer.DType;

/** Runs cases on the backend under test and on the reference, and compares. */
final class Harness implements AutoCloseable {

    private final Backend tested;
    private final Backend reference = Backends.open("reference", new BackendOptions(1));

    Harness(Backend tested) {
        this.tested = tested;
    }

    Backend tested() {
        return tested;
    }

    /** Fails unless the tested backend does what the reference does, and writes nothing else. */
    void check(OpCase opCase) {
        List<int[]> expected = run(reference, opCase);
        List<int[]> actual = run(tested, opCase);
        for (int i = 0; i < expected.size(); i++) {
            compare(opCase, opCase.arguments().get(i), expected.get(i), actual.get(i));
        }
    }

    /** What the reference writes to the buffer of that name. */
    float[] expected(OpCase opCase, String output) {
        List<int[]> results = run(reference, opCase);
        for (int i = 0; i < results.size(); i++) {
            if (opCase.arguments().get(i).name().equals(output)) {
                return OpCase.floats(results.get(i));
            }
        }
        throw new IllegalArgumentException(opCase + " has no buffer " + output);
    }

    /** Runs a case; the contents of all its buffers after it. Fails if an input or something beyond was written. */
    static List<int[]> run(Backend backend, OpCase opCase) {
        try (Buffers buffers = new Buffers(backend, opCase)) {
            buffers.run();
            List<int[]> results = new ArrayList<>();
            for (int i = 0; i < opCase.arguments().size(); i++) {
                OpCase.Argument argument = opCase.arguments().get(i);
                int[] now = buffers.now(i);
                int from = argument.isInput() ? 0 : argument.length();
                requireUnchanged(opCase, argument, buffers.before(i), now, from);
                results.add(Arrays.copyOf(now, argument.length()));
            }
            return results;
        }
    }

    static void requireUnchanged(OpCase opCase, OpCase.Argument argument, int[] before, int[] now, int from) {
        for (int i = from; i < now.length; i++) {
            if (now[i] != before[i]) {
                fail(opCase + " wrote element " + i + " of " + argument.name() + " (" + argument.length()
                        + " elements), which it had to leave alone");
            }
        }
    }

    private static void compare(OpCase opCase, OpCase.Argument argument, int[] expected, int[] actual) {
        for (int i = 0; i < expected.length && !argument.isInput(); i++) {
            boolean good = argument.type() == DType.INT32
                    ? expected[i] == actual[i]
                    : accepts(argument, i, Float.intBitsToFloat(expected[i]), Float.intBitsToFloat(actual[i]));
            boolean written = argument.bits() != null || actual[i] != Buffers.POISON;
            if (!good || !written) {
                fail(opCase + ": " + argument.name() + "[" + i + "] is " + show(argument, actual[i]) + ", expected "
                        + show(argument, expected[i]));
            }
        }
    }

    private static boolean accepts(OpCase.Argument argument, int index, float expected, float actual) {
        if (Float.isFinite(expected) && Float.isFinite(actual)) {
            return argument.tolerance().accepts(index, expected, actual);
        }
        boolean same = Float.compare(expected, actual) == 0; // NaN equals NaN
        return same || argument.tolerance().acceptsUndefined(index);
    }

    private static String show(OpCase.Argument argument, int bits) {
        return argument.type() == DType.INT32 ? Integer.toString(bits) : Float.toString(Float.intBitsToFloat(bits));
    }

    @Override
    public void close() {
        tested.close();
        reference.close();
    }
}
