package org.fitact.reproduce;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.fitact.nn.NearestName;

/** What can be reproduced. */
public enum Target {
    /** Accuracy over the bound of layer 2. */
    FIG1,
    /** Distribution of the neurons' maxima. */
    FIG2,
    /** The activation functions. */
    FIG3,
    /** Box plots over the fault rate. */
    FIG5,
    /** Mean accuracy over the fault rate for all networks. */
    FIG6,
    /** Time of post-training over time of training. */
    OVERHEAD,
    /** Variants of FitAct, one choice at a time. */
    ABLATIONS,
    /** Number formats and memory codes, with and without FitAct. */
    MEMORY,
    /** The protections of the field beside FitAct, with what each costs. */
    FIELD,
    /** Integers of 4 to 32 bits beside float. */
    WIDTHS;

    /** What a user means by everything: the paper's figures. */
    public static Set<Target> figures() {
        return EnumSet.complementOf(EnumSet.of(ABLATIONS, MEMORY, FIELD, WIDTHS));
    }

    /** Whether it needs a network of a preset. */
    boolean needs(Preset preset, NetworkPreset network) {
        return switch (this) {
            case FIG1, FIG2, FIG5 -> network.name().equals(preset.figureNetwork());
            case FIG3 -> false;
            case FIG6, OVERHEAD -> true;
            case MEMORY -> MemoryPreset.read().of(preset, network).isPresent();
            case FIELD -> FieldPreset.read().of(preset, network).isPresent();
            case WIDTHS -> WidthPreset.read().of(preset, network).isPresent();
            case ABLATIONS -> preset.ablations().networks().contains(network.name());
        };
    }

    /** @throws IllegalArgumentException for an unknown name; the message offers the nearest */
    public static Target named(String name) {
        return Arrays.stream(values())
                .filter(target -> target.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> NearestName.unknown(
                        "target",
                        name,
                        Arrays.stream(values()).map(Target::toString).toList()));
    }

    /** The name that a user gives: {@code fig1}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
