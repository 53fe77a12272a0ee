package org.fitact.tensor.autograd;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.cpu.HostBuffer;

/** Counts the buffers of a CPU backend that were allocated and not closed yet. */
final class LiveBuffers {

    private final Set<HostBuffer> allocated = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Backend backend;

    LiveBuffers(Backend observed) {
        InvocationHandler handler = (_, method, arguments) -> {
            try {
                Object result = method.invoke(observed, arguments);
                if (result instanceof Buffer buffer) {
                    allocated.add((HostBuffer) buffer);
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        backend = (Backend)
                Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, handler);
    }

    /** The same backend, observed. */
    Backend backend() {
        return backend;
    }

    long count() {
        return allocated.stream().filter(buffer -> !buffer.isClosed()).count();
    }
}
