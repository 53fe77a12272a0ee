package org.fitact.tensor.backend.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fitact.tensor.backend.Backend;

/** Notes which methods of {@link Backend} were called and returned. */
final class Recording {

    private final Set<String> called = new TreeSet<>();

    /** The same backend, observed. */
    Backend of(Backend backend) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (_, method, arguments) -> {
                    Object result = invoke(backend, method, arguments);
                    called.add(method.getName());
                    return result;
                });
    }

    private static Object invoke(Backend backend, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(backend, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Methods of the interface that were never called, those among them that have a default. */
    Set<String> missing() {
        Set<String> missing = Arrays.stream(Backend.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(called);
        return missing;
    }
}
