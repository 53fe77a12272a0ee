package org.fitact.nn.onnx.file;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives each name once. It goes on counting where it was, so that n equal names take time in proportion to n. */
public final class UniqueNames {

    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> next = new HashMap<>();

    public boolean contains(String name) {
        return taken.contains(name);
    }

    /** The name itself, or {@code name_2}, {@code name_3} and so on. */
    public String unique(String name) {
        return taken.add(name) ? name : numbered(name + "_", 2);
    }

    /** The prefix with the first number from 1 on that is free. */
    public String numbered(String prefix) {
        return numbered(prefix, 1);
    }

    private String numbered(String prefix, int first) {
        int i = next.getOrDefault(prefix, first);
        while (!taken.add(prefix + i)) {
            i++;
        }
        next.put(prefix, i + 1);
        return prefix + i;
    }
}
