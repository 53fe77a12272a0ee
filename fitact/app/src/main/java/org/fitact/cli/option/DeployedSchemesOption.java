package org.fitact.cli.option;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.UserError;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;
import org.fitact.protect.Coded;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.Option;

/** {@code --schemes} of commands that deploy hardened networks, where a scheme may have codes for its memory. */
public final class DeployedSchemesOption {

    @Option(
            names = "--schemes",
            split = ",",
            completionCandidates = Names.Schemes.class,
            paramLabel = "SCHEME",
            description = "Schemes, with commas: ${COMPLETION-CANDIDATES}; each with codes of its memory behind it if"
                    + " wanted, such as none+vote+guard,fitact+secded72 (default: all that were hardened).")
    private List<Protection> schemes = new ArrayList<>();

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description =
                    "Code of the memory of all schemes, such as vote+guard; docs/codes.md has them (default: none).")
    private MemoryCode code = NoCode.NONE;

    /** Whether some were named. */
    public boolean isGiven() {
        return !schemes.isEmpty();
    }

    /** Those that were named, or all, under the code, which one that has it already has once; in the order of the registry, and of one scheme in that of the names. */
    public List<Protection> schemes() {
        List<String> order = Protections.names();
        return (isGiven() ? schemes : Protections.all())
                .stream()
                        .sorted(Comparator.comparingInt(scheme -> order.indexOf(scheme.hardenedAs())))
                        .map(scheme -> scheme.name().endsWith("+" + code.name()) ? scheme : Coded.of(scheme, code))
                        .distinct()
                        .toList();
    }

    /**
     * Those that were named, or all of which a folder has a network.
     *
     * @throws UserError if there is none
     */
    public List<Protection> hardenedIn(StudyFolder folder) {
        List<Protection> chosen = schemes().stream()
                .filter(scheme -> isGiven() || Files.exists(folder.hardened(scheme.hardenedAs())))
                .toList();
        if (chosen.isEmpty()) {
            throw new UserError(folder.path() + " holds no hardened networks; make them with fitact harden");
        }
        return chosen;
    }
}
