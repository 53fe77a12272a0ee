package org.fitact.tensor.backend;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fitact.tensor.backend.op.Sizes;

/**
 * What a user chooses about a backend.
 *
 * @param threads threads that compute; no result depends on it
 * @param choices among further ways in which one backend can compute, by name, such as {@code gemm} and {@code cublas};
 *     they round differently too
 */
public record BackendOptions(int threads, Map<String, String> choices) {

    public BackendOptions(int threads) {
        this(threads, Map.of());
    }

    public BackendOptions {
        Sizes.requirePositive("threads", threads);
        choices = Map.copyOf(choices);
    }

    /** As many threads as the JVM sees processors. */
    public static BackendOptions defaults() {
        return new BackendOptions(Runtime.getRuntime().availableProcessors());
    }

    /** The same with further choices. */
    public BackendOptions choosing(Map<String, String> more) {
        return new BackendOptions(threads, more);
    }

    /**
     * Refuses choices that a backend does not offer.
     *
     * @throws IllegalArgumentException if there is another than the offered
     */
    public void requireChoicesAmong(String backend, Set<String> offered) {
        Set<String> others = new TreeSet<>(choices.keySet());
        others.removeAll(offered);
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "backend " + backend + " offers no choice of " + String.join(", ", others));
        }
    }

    /**
     * One of the values of a choice, by its name in lower case; the first where none was chosen.
     *
     * @throws IllegalArgumentException for a name that is none of theirs
     */
    public <E extends Enum<E>> E chosen(String choice, E[] offered) {
        String wanted = choices.getOrDefault(choice, nameOf(offered[0]));
        return Arrays.stream(offered)
                .filter(one -> nameOf(one).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(choice + " is \"" + wanted + "\", expected one of "
                        + Arrays.stream(offered).map(BackendOptions::nameOf).collect(Collectors.joining(", "))));
    }

    /** The name by which a value of a choice is chosen. */
    public static String nameOf(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
