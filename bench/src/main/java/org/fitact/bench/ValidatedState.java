package org.fitact.bench;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The state of a benchmark that is not timed before each of its methods has given a right result. A subclass compares
 * in {@link #validate} what its methods compute with what another implementation says, naming the method each time;
 * set-up fails when a result is wrong, and when a method was forgotten.
 */
@State(Scope.Benchmark)
public abstract class ValidatedState {

    private final Set<String> validated = new TreeSet<>();

    /** Opens what is measured and validates it. */
    @Setup(Level.Trial)
    public void prepare() throws Exception {
        open();
        validate();
        Set<String> forgotten = benchmarks();
        forgotten.removeAll(validated);
        if (!forgotten.isEmpty()) {
            throw new IllegalStateException(
                    getClass().getName() + " does not validate " + forgotten + " before timing it");
        }
    }

    /** Frees what was opened. */
    @TearDown(Level.Trial)
    public void cleanUp() throws Exception {
        close();
    }

    /** Methods whose result was found right. */
    public Set<String> validated() {
        return Set.copyOf(validated);
    }

    /** Opens what the methods work on, by the parameters. */
    protected abstract void open() throws Exception;

    /** Calls {@link #requireClose} or {@link #requireEqual} for every method that is timed. */
    protected abstract void validate() throws Exception;

    /** Closes what {@link #open} opened. */
    protected abstract void close() throws Exception;

    /**
     * Refuses to time a wrong result.
     *
     * @param benchmark the method that is validated
     * @param what names the result in the error
     * @param tolerance largest absolute difference of an element
     * @throws IllegalStateException that names the first wrong element
     */
    protected final void requireClose(
            String benchmark, String what, double[] expected, float[] actual, double tolerance) {
        if (expected.length == 0 || expected.length != actual.length) {
            throw new IllegalStateException(benchmark + ": " + what + " has " + actual.length + " elements, expected "
                    + expected.length + " and at least one");
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance)) {
                throw new IllegalStateException(benchmark + ": " + what + "[" + i + "] is " + actual[i] + ", expected "
                        + expected[i] + " ± " + tolerance);
            }
        }
        validated.add(benchmark);
    }

    /** Refuses to time a result that is not this one. */
    protected final void requireEqual(String benchmark, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException(benchmark + ": " + what + " is " + actual + ", expected " + expected);
        }
        validated.add(benchmark);
    }

    private Set<String> benchmarks() {
        Set<String> names = new TreeSet<>();
        for (Class<?> type = getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Benchmark.class)) {
                    names.add(method.getName());
                }
            }
        }
        return names;
    }
}
