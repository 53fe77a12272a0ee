package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.junit.jupiter.api.Test;

/** A second thread on one backend is an exception that says so, never a wrong number. */
interface OwnerContract extends ContractPart {

    /** What answers from what never changes, so that any thread may ask. */
    Set<String> CONSTANT = Set.of("name", "numericChoices", "hasOwnMemory", "fusesPool", "integers");

    /** Runs something in a thread of its own; what it threw, or null. */
    private static Throwable inAnotherThread(ThrowingTask task) {
        Throwable[] thrown = new Throwable[1];
        Thread thread = Thread.ofPlatform().name("second").start(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                thrown[0] = e;
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return thrown[0];
    }

    /** What may throw anything. */
    @FunctionalInterface
    interface ThrowingTask {
        void run() throws Throwable;
    }

    private static Object nothing(Class<?> type) {
        return type == int.class ? (Object) 0 : type == float.class ? (Object) 0f : null;
    }

    private static void call(Method method, Backend backend) throws Throwable {
        try {
            method.invoke(
                    backend,
                    Arrays.stream(method.getParameterTypes())
                            .map(OwnerContract::nothing)
                            .toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Every method asks who calls before it looks at anything. */
    @Test
    default void anotherThreadIsRefusedByEveryOp() {
        try (Backend backend = openRecorded(new BackendOptions(1))) {
            List<Method> ops = Arrays.stream(Backend.class.getMethods())
                    .filter(method -> !CONSTANT.contains(method.getName()))
                    .toList();
            assertTrue(ops.size() > 30, ops.toString());
            for (Method op : ops) {
                Throwable thrown = inAnotherThread(() -> call(op, backend));
                assertEquals(WrongThreadException.class, thrown == null ? null : thrown.getClass(), op.toString());
                assertTrue(thrown.getMessage().startsWith("thread \"second\" uses the backend "), thrown.getMessage());
            }
        }
    }

    @Test
    default void anotherThreadCannotCloseABuffer() {
        try (Backend backend = openRecorded(new BackendOptions(1));
                Buffer buffer = backend.allocate(DType.FLOAT32, 1)) {
            assertEquals(
                    WrongThreadException.class, inAnotherThread(buffer::close).getClass());
            backend.fill(1, 2, buffer);
        }
    }

    @Test
    default void whatWasHandedOverBelongsToWhoComesFirst() {
        Backend backend = openRecorded(new BackendOptions(1));
        Buffer buffer = backend.allocate(DType.FLOAT32, 1);
        backend.handOver();
        Throwable refused = inAnotherThread(() -> {
            backend.fill(1, 2, buffer);
            Throwable third = inAnotherThread(() -> backend.fill(1, 3, buffer));
            assertEquals(WrongThreadException.class, third.getClass());
            backend.handOver();
        });
        assertEquals(null, refused);
        backend.fill(1, 4, buffer);
        buffer.close();
        backend.close();
    }

    @Test
    default void theBackendOfAThreadThatEndedIsFree() {
        Backend[] opened = new Backend[1];
        assertEquals(null, inAnotherThread(() -> opened[0] = openRecorded(new BackendOptions(1))));
        try (Backend backend = opened[0]) {
            backend.allocate(DType.FLOAT32, 1).close();
        }
    }

    @Test
    default void whatWasClosedIsRefused() {
        Backend backend = openRecorded(new BackendOptions(1));
        Buffer closed = backend.allocate(DType.FLOAT32, 5);
        closed.close();
        closed.close();
        String message = assertThrows(IllegalStateException.class, () -> backend.fill(5, 1, closed))
                .getMessage();
        assertEquals("a buffer of 5 FLOAT32 is used after it was closed", message);
        Buffer left = backend.allocate(DType.FLOAT32, 5);
        backend.close();
        backend.close();
        assertThrows(IllegalStateException.class, () -> backend.fill(5, 1, left));
        assertThrows(IllegalStateException.class, () -> backend.allocate(DType.INT32, 1));
        assertDoesNotThrow(left::close);
    }

    @Test
    default void aBufferOfAnotherBackendIsRefused() {
        Backend backend = harness().tested();
        try (Backend other = openRecorded(new BackendOptions(1));
                Buffer foreign = other.allocate(DType.FLOAT32, 1)) {
            String message = assertThrows(IllegalArgumentException.class, () -> backend.fill(1, 0, foreign))
                    .getMessage();
            assertEquals("target is not of this backend, expected a buffer that it allocated", message);
            assertThrows(IllegalArgumentException.class, () -> backend.fill(1, 0, null));
        }
    }
}
