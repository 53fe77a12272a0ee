package org.fitact.campaign;

import java.util.List;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.FaultSpace;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StorageLoss;
import org.fitact.memory.code.NoCode;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.transients.TransientFaults;

/**
 * A scheme as a campaign has it: its network, and what is found out about its memory once, before the first trial of any
 * scheme. The words themselves are not kept, since those of all schemes together may be many.
 *
 * @param hardened the scheme with its network, as it was when this was made
 * @param space where its words lie
 * @param words SHA-256 of the words, as {@link MemoryImage#sha256}
 * @param losses what its tensors lost when they were stored
 * @param samplers of the faults, one for each rate of the campaign
 */
public record CampaignScheme(
        ProtectedNetwork hardened,
        FaultSpace space,
        String words,
        List<StorageLoss> losses,
        List<FaultSampler> samplers) {

    public CampaignScheme {
        losses = List.copyOf(losses);
        samplers = List.copyOf(samplers);
    }

    /**
     * Looks at the memory of a scheme.
     *
     * @throws IllegalArgumentException if the campaign can hit nothing in it, or asks for what inference in integers has not; names
     *     the scheme
     * @throws ArithmeticException if a parameter has no word
     */
    public static CampaignScheme of(ProtectedNetwork hardened, CampaignSettings settings) {
        if (hardened.integers().isPresent()) {
            requireForIntegers(hardened, settings);
        }
        MemoryImage image = hardened.image(settings.deployment());
        return new CampaignScheme(
                hardened,
                image.space(),
                image.sha256(),
                image.losses(),
                samplers(hardened.scheme(), settings, image.space()));
    }

    private static void requireForIntegers(ProtectedNetwork hardened, CampaignSettings settings) {
        Fusion observed = settings.transients().map(TransientFaults::observing).orElse(Fusion.ALL);
        boolean inOtherWords = settings.transients().stream()
                .anyMatch(faults -> !faults.format().equals(TransientFaults.AS_COMPUTED));
        String lacking = hardened.isChecked()
                ? "checks between the steps"
                : inOtherWords
                        ? "transient faults in words of another format"
                        : settings.estimator().averaged()
                                ? "an averaged last layer"
                                : settings.deployment().fusion() != observed
                                        ? "counts of what bounds cut"
                                        : settings.deployment().foldBatchNorm() ? "" : "batch norm by itself";
        if (!lacking.isEmpty()) {
            throw new IllegalArgumentException("scheme " + hardened.scheme() + " is to compute in integers with "
                    + lacking + ", which only networks that compute in float have");
        }
    }

    /**
     * Looks at the memories of all schemes, one after the other; see {@link #of(ProtectedNetwork, CampaignSettings)}.
     *
     * @throws IllegalArgumentException also if a code is to guard a tensor that no scheme has, or some compute in integers and others
     *     in float
     */
    public static List<CampaignScheme> of(List<ProtectedNetwork> schemes, CampaignSettings settings) {
        List<String> inIntegers = schemes.stream()
                .filter(scheme -> scheme.integers().isPresent())
                .map(ProtectedNetwork::scheme)
                .toList();
        if (!inIntegers.isEmpty() && inIntegers.size() < schemes.size()) {
            throw new IllegalArgumentException("of " + schemes.size() + " schemes only " + inIntegers
                    + " compute in integers, expected all or none");
        }
        List<CampaignScheme> all =
                schemes.stream().map(scheme -> of(scheme, settings)).toList();
        settings.deployment()
                .requireGuarded(all.stream().map(CampaignScheme::space).toList());
        return all;
    }

    private static List<FaultSampler> samplers(String scheme, CampaignSettings settings, FaultSpace space) {
        try {
            List<FaultSampler> samplers = settings.rates().stream()
                    .map(rate -> settings.sampler(scheme, rate, space))
                    .toList();
            if (settings.estimator().averaged()
                    && samplers.getFirst().independentHits().isEmpty()) {
                throw new IllegalArgumentException("faults of kind "
                        + settings.faults().label() + " are not independent of each other, so those of the last layer "
                        + "cannot be averaged; expected flip (sampling per-bit) or stuck-at");
            }
            return samplers;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("scheme " + scheme + ": " + e.getMessage(), e);
        }
    }

    public String name() {
        return hardened.scheme();
    }

    public Network network() {
        return hardened.network();
    }

    /** Whether its protection does something while the network runs: codes guard its words, or checks watch its values. */
    boolean isWatched() {
        return space.regions().stream().anyMatch(region -> region.code() != NoCode.NONE) || hardened.isChecked();
    }
}
