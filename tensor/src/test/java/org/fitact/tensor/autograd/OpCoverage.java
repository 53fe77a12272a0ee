package org.fitact.tensor.autograd;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/** Notes which ops of a package ran, by looking who called the backend. */
final class OpCoverage {

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** Frames between the observer and the op that called the backend, with some to spare. */
    private static final int DEPTH = 12;

    private final List<Class<?>> families;
    private final Set<String> ran = new TreeSet<>();

    OpCoverage(List<Class<?>> families) {
        this.families = families;
    }

    /** The same backend, observed. */
    Backend observe(Backend backend) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (_, method, arguments) -> {
                    noteCallers();
                    return invoke(backend, method, arguments);
                });
    }

    private void noteCallers() {
        WALKER.walk(frames -> frames.limit(DEPTH)
                        .filter(frame -> families.contains(frame.getDeclaringClass()))
                        .map(frame -> frame.getDeclaringClass().getSimpleName() + "." + opOf(frame))
                        .toList())
                .forEach(ran::add);
    }

    /** A view calls no backend before its gradient does, in a lambda of the op. */
    private static String opOf(StackWalker.StackFrame frame) {
        return frame.getMethodName().replaceAll("^lambda\\$(\\w+)\\$\\d+$", "$1");
    }

    private static Object invoke(Backend backend, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(backend, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The ops, public static methods that give a tensor, that never ran. */
    Set<String> missing() {
        Set<String> missing = families.stream()
                .flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
                .filter(OpCoverage::isOp)
                .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(ran);
        return missing;
    }

    static boolean isOp(Method method) {
        return Modifier.isStatic(method.getModifiers())
                && Modifier.isPublic(method.getModifiers())
                && method.getReturnType() == Tensor.class;
    }
}
