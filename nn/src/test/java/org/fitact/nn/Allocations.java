package org.fitact.nn;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.cpu.HostBuffer;

/** Watches what is allocated on a CPU backend. */
public final class Allocations {

    private final Set<HostBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Backend backend;

    public Allocations(Backend observed) {
        InvocationHandler handler = (_, method, arguments) -> {
            try {
                Object result = method.invoke(observed, arguments);
                if (result instanceof Buffer buffer) {
                    add((HostBuffer) buffer);
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        backend = (Backend)
                Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, handler);
    }

    private void add(HostBuffer buffer) {
        buffers.add(buffer);
        arrays.add(
                switch (buffer.type()) {
                    case FLOAT32 -> buffer.floats();
                    case INT32 -> buffer.ints();
                });
    }

    /** The same backend, observed. */
    public Backend backend() {
        return backend;
    }

    /** Buffers that are not closed. */
    public long live() {
        return buffers.stream().filter(buffer -> !buffer.isClosed()).count();
    }

    /** Arrays that the buffers lay in: fewer than buffers where an array is used again. */
    public int arrays() {
        return arrays.size();
    }

    /** Elements of all buffers that were ever allocated. */
    public long elements() {
        return buffers.stream().mapToLong(HostBuffer::length).sum();
    }
}
