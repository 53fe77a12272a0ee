package org.fitact.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.fitact.campaign.CampaignSettings;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.NoKind;
import org.fitact.protect.Coded;
import org.fitact.protect.Protections;
import org.fitact.stats.StoppingRule;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientTarget;

/**
 * Which protections of the field stand beside each other, under which faults: the same for all presets, but for how much of it is run.
 *
 * @param rates of faults in memory
 * @param front one of them, at which accuracy is drawn over cost
 * @param deployed the schemes, with the codes of their memory, and the format of all
 */
public record FieldPreset(List<Double> rates, double front, MemoryPreset.Case deployed, List<Extent> runs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public FieldPreset {
        rates = List.copyOf(rates);
        runs = List.copyOf(runs);
    }

    /** From the program's resources. */
    public static FieldPreset read() {
        try (InputStream in = FieldPreset.class.getResourceAsStream("field.json")) {
            return JSON.readValue(in, FieldPreset.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the schemes of the field cannot be read", e);
        }
    }

    /** The schemes whose trials can differ where nothing but the computation is struck: those without further codes. */
    List<String> ofComputation() {
        return deployed.schemes().stream()
                .filter(scheme -> !(Protections.deployed(scheme) instanceof Coded))
                .toList();
    }

    /** In each inference one bit flips, of the sums of all products, which lie in float32. */
    CampaignSettings upsets(int trials, long seed) {
        return new CampaignSettings(
                        List.of(TransientFaults.RATE_OF_ONE),
                        StoppingRule.exactly(trials),
                        new NoKind(),
                        FaultFilter.ALL,
                        deployed.settings(rates, trials, seed).deployment(),
                        seed)
                .with(new TransientFaults(
                        Set.of(TransientTarget.ACCUMULATOR),
                        Set.of(),
                        TransientFaults.AS_COMPUTED,
                        new TransientFaults.Count.One()));
    }

    /** How much of it a preset runs. */
    public Extent of(Preset preset) {
        return Extent.of(runs, preset);
    }
}
