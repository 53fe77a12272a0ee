package org.fitact.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
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
 * @param runs by preset; of another, the network of its figures with as many images and trials as its campaign
 */
public record MemoryPreset(List<Double> rates, List<Case> formats, List<Extent> runs) {

    private static final ObjectMapper JSON = new ObjectMapper();

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
        try (InputStream in = MemoryPreset.class.getResourceAsStream("memory.json")) {
            return JSON.readValue(in, MemoryPreset.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the formats and codes cannot be read", e);
        }
    }

    /** How much of it a preset runs. */
    public Extent of(Preset preset) {
        return Extent.of(runs, preset);
    }

    /** The networks that are needed hardened. */
    List<String> hardened() {
        return formats.stream()
                .flatMap(one -> one.hardened().stream())
                .distinct()
                .toList();
    }
}
