package org.fitact.cli.option.fault;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.ParameterKind;
import org.fitact.memory.code.RegionPart;
import picocli.CommandLine.Option;

/** Which part of a memory is hit. */
public final class FilterOptions {

    @Option(
            names = "--layers",
            split = ",",
            defaultValue = "*",
            description = "Layers that are hit; * and ? stand for any characters (default: all).")
    private List<String> layers;

    @Option(
            names = "--kinds",
            split = ",",
            description = "Parameters that are hit: weight, bias, norm, bound (default: all; of an attacker, weight).")
    private List<ParameterKind> kinds = new ArrayList<>();

    @Option(
            names = "--parts",
            split = ",",
            description =
                    "What of a tensor is hit: number, and of what is stored for it scale, check (bits of a code), "
                            + "table, exception (default: all; of an attacker, number).")
    private List<RegionPart> parts = new ArrayList<>();

    @Option(
            names = "--bits",
            defaultValue = "all",
            description = "Bits of a word that are hit: all, sign, integer, fraction, or numbers such as 0-7,31 "
                    + "(default: ${DEFAULT-VALUE}).")
    private BitSelector bits;

    public FaultFilter filter() {
        return filter(FaultFilter.ALL);
    }

    /** The same, with kinds and parts of another filter where none were given. */
    public FaultFilter filter(FaultFilter standard) {
        Set<ParameterKind> admitted = kinds.isEmpty() ? standard.kinds() : EnumSet.copyOf(kinds);
        Optional<Set<RegionPart>> admittedParts =
                parts.isEmpty() ? standard.parts() : Optional.of(EnumSet.copyOf(parts));
        return new FaultFilter(layers, admitted, bits, admittedParts);
    }
}
