package org.fitact.tensor.backend;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.Weights;

/**
 * Counts what is open of a backend: buffers and packed weights that were made and not closed, each with the place that
 * made it. It can also fail at any call, so that a test sees what an operation leaves behind that ends half-way.
 */
public final class CountingBackend {

    /** What {@link #failAt} throws. */
    public static final class Injected extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Injected(String call) {
            super("failed on purpose in " + call);
        }
    }

    /** Calls that compute nothing and cannot fail. */
    private static final Set<String> QUESTIONS =
            Set.of("name", "numericChoices", "hasOwnMemory", "fusesPool", "toString", "close");

    private final Backend target;
    private final Backend backend;
    private final Map<Weights, StackTraceElement[]> made = new IdentityHashMap<>();
    private final Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Maker, Long> makers = new HashMap<>();
    private long elements;
    private long calls;
    private long failing = Long.MAX_VALUE;

    /** @param target to be closed by the caller */
    public CountingBackend(Backend target) {
        this.target = target;
        backend = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (_, method, arguments) -> call(method, arguments));
    }

    /** The same backend, observed. */
    public Backend backend() {
        return backend;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        if (!QUESTIONS.contains(method.getName()) && calls++ == failing) {
            throw new Injected(method.getName());
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (result instanceof Weights weights) {
            note(weights);
        } else if (result instanceof Optional<?> optional && optional.orElse(null) instanceof Weights weights) {
            note(weights);
        }
        return result;
    }

    private void note(Weights weights) {
        StackTraceElement[] place = new Throwable().getStackTrace();
        made.put(weights, place);
        if (weights instanceof Buffer buffer) {
            makers.merge(new Maker(buffer.type(), constructors(place)), 1L, Long::sum);
            elements += buffer.length();
            arrays.add(array(buffer));
        }
    }

    /** What a buffer lies in: of a device with a memory of its own, the buffer itself. */
    private static Object array(Buffer buffer) {
        Buffer inside = ((CheckedBuffer) buffer).inside();
        if (!(inside instanceof HostBuffer)) {
            return inside;
        }
        return buffer.type() == DType.FLOAT32 ? HostBuffer.floats(inside) : HostBuffer.ints(inside);
    }

    /** Buffers and packed weights that are not closed. */
    public long open() {
        made.keySet().removeIf(Weights::isClosed);
        return made.size();
    }

    /** Where what is open was made, one line for each: the methods of this program, the innermost first. */
    public String whereOpened() {
        return made.entrySet().stream()
                .filter(entry -> !entry.getKey().isClosed())
                .map(entry -> Arrays.stream(entry.getValue())
                        .filter(frame -> frame.getClassName().startsWith("org.fitact")
                                && !frame.getClassName().contains("CountingBackend"))
                        .limit(8)
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                        .collect(Collectors.joining(" < ")))
                .collect(Collectors.joining("\n"));
    }

    /** The classes in whose constructors buffers of a type were allocated. */
    private record Maker(DType type, Set<String> classes) {}

    private static Set<String> constructors(StackTraceElement[] place) {
        return Arrays.stream(place)
                .filter(frame -> frame.getMethodName().equals("<init>"))
                .map(StackTraceElement::getClassName)
                .collect(Collectors.toSet());
    }

    /** Buffers of a type that were ever allocated while an object of a class was being made. */
    public long allocatedBy(Class<?> maker, DType type) {
        return makers.entrySet().stream()
                .filter(entry -> entry.getKey().type() == type
                        && entry.getKey().classes().contains(maker.getName()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Calls of ops and of memory so far. */
    public long calls() {
        return calls;
    }

    /**
     * Lets one of the next calls fail by {@link Injected}: with 0, the next one. Later ones work again, for whoever cleans
     * up.
     */
    public void failAt(long call) {
        failing = calls + call;
    }

    /** Elements of all buffers that were ever allocated. */
    public long elements() {
        return elements;
    }

    /** Arrays that the buffers of a CPU lay in: fewer than buffers where an array is used again. */
    public int arrays() {
        return arrays.size();
    }
}
