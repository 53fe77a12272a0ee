package org.fitact.reproduce;

import java.util.List;
import java.util.Optional;
import org.fitact.campaign.CampaignSettings;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.memory.format.NumberFormats;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.stats.StoppingRule;

/**
 * Which number formats and memory codes are compared, under which faults: the same for all presets, but for how much of it is run.
 *
 * @param formats in the order of the table
 * @param runs by preset; see {@link Extent} for another
 */
public record MemoryPreset(List<Double> rates, List<Case> formats, List<Extent> runs) {

    /** A format, and the schemes that are deployed in it, with the codes of their memory. */
    public record Case(String format, List<String> schemes) {

        /** The same without what a colon cannot be in: the name of a folder. */
        public String folder() {
            return format.replace(':', '-');
        }

        /** The networks that are needed hardened. */
        List<String> hardened() {
            return schemes.stream()
                    .map(Protections::deployed)
                    .map(Protection::hardenedAs)
                    .distinct()
                    .toList();
        }

        CampaignSettings settings(List<Double> rates, int trials, long seed) {
            return new CampaignSettings(
                    rates,
                    StoppingRule.exactly(trials),
                    new FlipKind(),
                    FaultFilter.ALL,
                    Deployment.of(NumberFormats.parse(format)),
                    seed);
        }
    }

    /** From the program's resources. */
    public static MemoryPreset read() {
        return Resource.read("memory.json", MemoryPreset.class);
    }

    /** How much of it is run of a network of a preset; empty if nothing. */
    Optional<Extent> of(Preset preset, NetworkPreset network) {
        return Extent.of(runs, preset, network);
    }

    /** The networks that are needed hardened. */
    List<String> hardened() {
        return formats.stream()
                .flatMap(one -> one.hardened().stream())
                .distinct()
                .toList();
    }
}
