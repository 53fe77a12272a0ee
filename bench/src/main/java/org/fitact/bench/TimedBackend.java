package org.fitact.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.Buffer;

/**
 * Passes every op on to another backend and notes how long it took: of a network that is built on {@link #backend}, the
 * time of each layer where it stands, with the caches as its neighbours leave them. A call costs about a microsecond
 * more than without.
 */
public final class TimedBackend {

    /** What a plan runs for an inference; everything else prepares or changes its memory. */
    private static final Set<String> OPS = Set.of(
            "conv2d",
            "conv2dPool",
            "gemm",
            "pool",
            "copyStrided",
            "binary",
            "unary",
            "boundedRelu",
            "batchNormInference",
            "argmax");

    /** Which argument the weights of a product are. */
    private static final Map<String, Integer> WEIGHTS = Map.of("conv2d", 2, "conv2dPool", 3, "gemm", 2);

    private final Backend target;
    private final Backend timed;
    private final Map<Buffer, Integer> products = new IdentityHashMap<>();
    private final List<Long> productNanos = new ArrayList<>();
    private long nanos;

    /** @param target to be closed by the caller */
    public TimedBackend(Backend target) {
        this.target = target;
        timed = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (_, method, arguments) -> call(method, arguments));
    }

    /** What notes its times; ops on it by one thread at a time. */
    public Backend backend() {
        return timed;
    }

    /** Nanoseconds of all ops of inferences since {@link #reset}. */
    public long nanos() {
        return nanos;
    }

    /** Nanoseconds of every convolution and linear layer since {@link #reset}, in the order in which they first ran. */
    public long[] productNanos() {
        return productNanos.stream().mapToLong(of -> of).toArray();
    }

    /** Begins anew. */
    public void reset() {
        products.clear();
        productNanos.clear();
        nanos = 0;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        boolean op = OPS.contains(method.getName());
        long start = op ? System.nanoTime() : 0;
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            if (op) {
                note(method.getName(), arguments, System.nanoTime() - start);
            }
        }
    }

    /** A layer is known by its weights. */
    private void note(String op, Object[] arguments, long took) {
        nanos += took;
        if (WEIGHTS.containsKey(op)) {
            Buffer weights = (Buffer) arguments[WEIGHTS.get(op)];
            int product = products.computeIfAbsent(weights, _ -> products.size());
            if (product == productNanos.size()) {
                productNanos.add(0L);
            }
            productNanos.set(product, productNanos.get(product) + took);
        }
    }
}
