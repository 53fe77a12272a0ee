package org.fitact.fault.kind;

import java.util.List;
import java.util.Locale;
import org.fitact.nn.Catalogue;

/** The kinds of faults that can be named: the program's own, then those that others bring; see {@link Catalogue}. */
public final class FaultKinds {

    private static final Catalogue<FaultKind> ALL = Catalogue.of(
            "kind of fault",
            FaultKind.class,
            List.of(new FlipKind(), new ExactKind(), new BurstKind(4), new StuckAtKind(0), new StuckAtKind(1)));

    private FaultKinds() {}

    public static List<FaultKind> all() {
        return ALL.all();
    }

    public static List<String> names() {
        return ALL.names();
    }

    /**
     * A kind by its name, which may be written in capitals and with underscores: {@code STUCK_AT_0}.
     *
     * @throws IllegalArgumentException for an unknown name; the message offers the nearest
     */
    public static FaultKind named(String name) {
        return ALL.named(name.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
