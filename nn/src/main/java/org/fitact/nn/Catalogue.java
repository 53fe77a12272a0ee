package org.fitact.nn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/**
 * All of one kind that can be asked for by name: the program's own, in their order, and behind them, by name, what others
 * bring on the class path and declare in {@code META-INF/services} (see {@link ServiceLoader}). It is read once.
 *
 * <p>A protection scheme of another jar:
 *
 * <pre>META-INF/services/org.fitact.protect.Protection: com.example.ParityGuard</pre>
 *
 * @param <T> what is catalogued; a service has a public constructor without parameters
 */
public final class Catalogue<T extends Named> {

    private final String kind;
    private final List<T> all;

    private Catalogue(String kind, List<T> all) {
        this.kind = kind;
        this.all = List.copyOf(all);
    }

    /**
     * The program's own and what the class path brings.
     *
     * @param kind for messages, such as {@code data set}
     * @throws IllegalStateException if two have one name; names their classes
     */
    public static <T extends Named> Catalogue<T> of(String kind, Class<T> service, List<T> own) {
        return of(kind, own, ServiceLoader.load(service, service.getClassLoader()));
    }

    static <T extends Named> Catalogue<T> of(String kind, List<T> own, Iterable<T> found) {
        List<T> all = new ArrayList<>(own);
        StreamSupport.stream(found.spliterator(), false)
                .sorted(Comparator.comparing(Named::name))
                .forEach(all::add);
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (all.get(i).name().equals(all.get(j).name())) {
                    throw new IllegalStateException("two of the kind " + kind + " are called "
                            + all.get(i).name() + ": " + all.get(j).getClass().getName() + " and "
                            + all.get(i).getClass().getName());
                }
            }
        }
        return new Catalogue<>(kind, all);
    }

    public List<T> all() {
        return all;
    }

    public List<String> names() {
        return all.stream().map(Named::name).toList();
    }

    /** @throws IllegalArgumentException for an unknown name; the message offers the nearest */
    public T named(String name) {
        return all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NearestName.unknown(kind, name, names()));
    }
}
