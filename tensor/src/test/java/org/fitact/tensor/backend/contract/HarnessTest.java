package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** The harness itself: a backend that does wrong is caught. */
class HarnessTest {

    private static final int N = 13;

    /** What a broken backend does to the buffers of a unary op after it has computed. */
    private interface Fault {
        void strike(Backend backend, Buffer x, Buffer y);
    }

    private static Harness withFault(Fault fault) {
        Backend sound = Backends.open("reference", new BackendOptions(1));
        Backend broken = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(sound, arguments);
                        if (method.getName().equals("unary")) {
                            fault.strike(sound, (Buffer) arguments[2], (Buffer) arguments[3]);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new Harness(broken);
    }

    private static void write(Backend backend, Buffer buffer, int index, int bits) {
        backend.upload(MemorySegment.ofArray(new int[] {bits}), buffer, index);
    }

    private static OpCase relu(Tolerance tolerance) {
        float[] x = Data.uniform(1, N, 1, 2);
        return OpCase.named("relu")
                .input("x", x)
                .output("y", N, tolerance)
                .runs((backend, at) -> backend.unary(new UnaryOp.Relu(), N, at[0], at[1]));
    }

    private static void expectCaught(Fault fault, String message) {
        try (Harness harness = withFault(fault)) {
            AssertionError error = assertThrows(AssertionError.class, () -> harness.check(relu(Tolerance.exact())));
            assertTrue(error.getMessage().startsWith(message), error.getMessage());
        }
    }

    @Test
    void aSoundBackendPasses() {
        try (Harness harness = withFault((_, _, _) -> {})) {
            harness.check(relu(Tolerance.exact()));
        }
    }

    @Test
    void aWriteBeyondTheOutputIsCaught() {
        expectCaught((backend, _, y) -> write(backend, y, N, 0), "relu wrote element 13 of y");
    }

    @Test
    void aWriteToAnInputIsCaught() {
        expectCaught((backend, x, _) -> write(backend, x, 4, 0), "relu wrote element 4 of x");
    }

    @Test
    void anElementThatWasLeftOutIsCaught() {
        expectCaught((backend, _, y) -> write(backend, y, 12, Buffers.POISON), "relu: y[12] is NaN, expected 1.");
    }

    @Test
    void aWrongElementIsCaught() {
        int five = Float.floatToIntBits(5f);
        expectCaught((backend, _, y) -> write(backend, y, 7, five), "relu: y[7] is 5.0, expected 1.");
    }

    @Test
    void anElementBeyondTheToleranceIsCaught() {
        Fault slight = (backend, x, y) -> {
            int[] bits = new int[1];
            backend.download(x, 7, MemorySegment.ofArray(bits));
            write(backend, y, 7, bits[0] + 5);
        };
        try (Harness harness = withFault(slight)) {
            harness.check(relu(Tolerance.relative(5, 0)));
            assertThrows(AssertionError.class, () -> harness.check(relu(Tolerance.relative(2, 0))));
        }
    }

    @Test
    void aMethodThatWasNotCalledIsMissing() {
        Recording recording = new Recording();
        try (Backend backend = recording.of(Backends.open("reference", new BackendOptions(1)))) {
            backend.name();
        }
        assertTrue(recording.missing().contains("flipBits"));
        assertTrue(!recording.missing().contains("name") && !recording.missing().contains("close"));
    }
}
