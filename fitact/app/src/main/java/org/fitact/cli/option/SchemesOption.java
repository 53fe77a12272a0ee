package org.fitact.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.fitact.cli.value.Names;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Role;
import picocli.CommandLine.Option;

/** {@code --schemes}: the option of every command that works on several protection schemes. */
public final class SchemesOption {

    @Option(
            names = "--schemes",
            split = ",",
            completionCandidates = Names.Schemes.class,
            description = "Schemes, with commas: ${COMPLETION-CANDIDATES} (default: those up to fitact-guarded; what "
                    + "comes behind them is only applied where it is named).")
    private List<String> names = new ArrayList<>();

    /** Whether some were named. */
    public boolean isGiven() {
        return !names.isEmpty();
    }

    /** Those that were named, or all that are applied without being named. */
    public List<Protection> schemes() {
        return isGiven()
                ? named(names)
                : Protections.all().stream()
                        .filter(scheme -> scheme.role() != Role.BY_NAME)
                        .toList();
    }

    /** The schemes of names in the order of the registry, each once. */
    public static List<Protection> named(List<String> names) {
        names.forEach(Protections::named);
        return Protections.all().stream()
                .filter(scheme -> names.contains(scheme.name()))
                .toList();
    }
}
