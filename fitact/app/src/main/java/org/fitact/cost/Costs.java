package org.fitact.cost;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.CampaignListener;
import org.fitact.fault.FaultSpace;
import org.fitact.memory.MemoryImage;
import org.fitact.nn.image.Images;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;

/**
 * What the candidates that can be deployed cost, in their order.
 *
 * @param reference bytes of the unprotected network in the reference format
 * @param leftOut those that cannot be deployed
 */
public record Costs(long reference, Map<Candidate, Cost> of, List<LeftOut> leftOut) {

    /**
     * What a candidate costs, whatever it is worth.
     *
     * @param bytes of everything that it stores: numbers, bounds, scales, check bits, tables
     * @param memory more bytes than the reference has, as a share
     * @param batches what it takes in time, by batch
     * @param time more time at the batch where it costs most, with the memory decoded as often as was asked for
     */
    public record Cost(long bytes, double memory, List<TimeCost> batches, Extra time) {

        public Cost {
            batches = List.copyOf(batches);
        }

        /** @param inferences between two decodings of the whole memory */
        public static Cost of(long bytes, long reference, List<TimeCost> batches, long inferences) {
            Extra time = batches.stream()
                    .map(batch -> batch.extra(inferences))
                    .reduce(Extra::greater)
                    .orElseThrow();
            return new Cost(bytes, (double) bytes / reference - 1, batches, time);
        }
    }

    /** A candidate that cannot be deployed, and why. */
    public record LeftOut(Candidate candidate, String reason) {}

    /**
     * Counts and measures, for those who want no advice.
     *
     * @param hardened where the networks lie; that of the unprotected one is among them
     * @param candidates the format of the first is the reference
     * @param scrub inferences between two decodings of the whole memory
     * @param images of which the first are inferred
     * @param listener is told how many of the candidates are done
     */
    public static Costs measure(
            StudyFolder hardened,
            Backend backend,
            List<Candidate> candidates,
            long scrub,
            Images images,
            Effort effort,
            CampaignListener listener)
            throws IOException {
        try (HardenedNetworks networks = new HardenedNetworks(hardened, backend)) {
            return measure(networks, candidates, scrub, images, effort, listener);
        }
    }

    /** The same of networks that are loaded already, or are to be used again. */
    public static Costs measure(
            HardenedNetworks networks,
            List<Candidate> candidates,
            long scrub,
            Images images,
            Effort effort,
            CampaignListener listener)
            throws IOException {
        Candidate unprotected = Candidate.unprotected(candidates.getFirst().format());
        long reference = bytes(networks.image(unprotected).space());
        List<String> schemes =
                candidates.stream().map(Candidate::hardenedAs).distinct().toList();
        Map<Candidate, Cost> costs = new LinkedHashMap<>();
        List<LeftOut> leftOut = new ArrayList<>();
        int done = 0;
        try (TimeCosts times = new TimeCosts(networks, images, unprotected, schemes, effort)) {
            for (Candidate candidate : candidates) {
                try {
                    MemoryImage image = networks.image(candidate);
                    costs.put(candidate, Cost.of(bytes(image.space()), reference, times.of(candidate, image), scrub));
                } catch (IllegalArgumentException | ArithmeticException e) {
                    leftOut.add(new LeftOut(candidate, e.getMessage()));
                }
                listener.progress(candidate.label(), ++done, candidates.size());
            }
        }
        return new Costs(reference, costs, leftOut);
    }

    private static long bytes(FaultSpace space) {
        return space.sharedBytes() + space.boundBytes() + space.companionBytes();
    }
}
