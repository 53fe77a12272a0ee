package org.fitact.reproduce;

import java.util.List;
import java.util.Optional;
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
 * @param runs by preset; see {@link Extent} for another
 */
public record FieldPreset(List<Double> rates, double front, MemoryPreset.Case deployed, List<Extent> runs) {

    public FieldPreset {
        rates = List.copyOf(rates);
        runs = List.copyOf(runs);
    }

    /** From the program's resources. */
    public static FieldPreset read() {
        return Resource.read("field.json", FieldPreset.class);
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

    /** How much of it is run of a network of a preset; empty if nothing. */
    Optional<Extent> of(Preset preset, NetworkPreset network) {
        return Extent.of(runs, preset, network);
    }
}
