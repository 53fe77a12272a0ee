package org.fitact.protect;

import java.util.List;
import org.fitact.nn.NearestName;

/** The protection schemes that can be named, in the order in which reports show them. */
public final class Protections {

    private static final List<Protection> ALL = List.of(
            new Unprotected(),
            ProfiledBounds.ranger(),
            ProfiledBounds.gbRelu(),
            new ClipAct(),
            new Tanh(),
            ProfiledBounds.fitReluNaive(),
            FitAct.smooth(),
            FitAct.hard());

    private Protections() {}

    public static List<String> names() {
        return ALL.stream().map(Protection::name).toList();
    }

    public static List<Protection> all() {
        return ALL;
    }

    /**
     * A scheme by its name.
     *
     * @throws IllegalArgumentException for an unknown name; the message offers the nearest
     */
    public static Protection named(String name) {
        return ALL.stream()
                .filter(protection -> protection.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NearestName.unknown("scheme", name, names()));
    }
}
