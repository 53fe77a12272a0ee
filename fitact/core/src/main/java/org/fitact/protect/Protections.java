package org.fitact.protect;

import java.util.EnumSet;
import java.util.List;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.nn.Catalogue;
import org.fitact.nn.graph.pass.Fusion;

/**
 * The protection schemes that can be named, in the order in which reports show them: the program's own, then those that
 * others bring; see {@link Catalogue}.
 */
public final class Protections {

    private static final Catalogue<Protection> ALL = Catalogue.of(
            "scheme",
            Protection.class,
            List.of(
                    new Unprotected(),
                    ProfiledBounds.ranger(),
                    ProfiledBounds.gbRelu(),
                    new ClipAct(),
                    Tanh.trainedAgain(),
                    ProfiledBounds.fitReluNaive(),
                    FitAct.smooth(),
                    FitAct.hard(),
                    new Guarded(),
                    FitAct.faulted(),
                    Tanh.alone()));

    private Protections() {}

    public static List<String> names() {
        return ALL.names();
    }

    public static List<Protection> all() {
        return ALL.all();
    }

    /** Those of some roles. */
    public static List<Protection> with(Role first, Role... others) {
        EnumSet<Role> roles = EnumSet.of(first, others);
        return all().stream().filter(scheme -> roles.contains(scheme.role())).toList();
    }

    /** What adds nothing, and all others are measured against. */
    public static Protection baseline() {
        return with(Role.BASELINE).getFirst();
    }

    /** What the program is about: the first in its role. */
    public static Protection featured() {
        return with(Role.FEATURED).getFirst();
    }

    /** The first that looks at what is computed. */
    public static Protection checking() {
        return all().stream()
                .filter(scheme -> scheme.observing() != Fusion.ALL)
                .findFirst()
                .orElseThrow();
    }

    /**
     * A scheme by its name.
     *
     * @throws IllegalArgumentException for an unknown name; the message offers the nearest
     */
    public static Protection named(String name) {
        return ALL.named(name);
    }

    /**
     * A scheme as it is deployed: by its name, and behind it the codes of its memory with a + before each, such as {@code
     * fitact+vote+guard}.
     *
     * @throws IllegalArgumentException for an unknown name; the message offers the nearest
     */
    public static Protection deployed(String name) {
        int end = name.indexOf('+');
        return end < 0
                ? named(name)
                : Coded.of(named(name.substring(0, end)), MemoryCodes.parse(name.substring(end + 1)));
    }
}
