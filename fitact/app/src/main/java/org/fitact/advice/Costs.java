package org.fitact.advice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.fault.FaultSpace;
import org.fitact.memory.MemoryImage;
import org.fitact.nn.image.Images;

/**
 * What the candidates that can be deployed cost, in their order.
 *
 * @param reference bytes of the unprotected network in the reference format
 * @param leftOut those that cannot be deployed
 */
record Costs(long reference, Map<Candidate, Assessment.Cost> of, List<Advice.LeftOut> leftOut) {

    /** Counts and measures. */
    static Costs measure(
            HardenedNetworks networks,
            Question question,
            Images images,
            TimeCosts.Effort effort,
            AdviceListener listener)
            throws IOException {
        Candidate unprotected = Candidate.unprotected(question.reference());
        long reference = bytes(networks.image(unprotected).space());
        List<String> schemes = question.candidates().stream()
                .map(Candidate::hardenedAs)
                .distinct()
                .toList();
        Map<Candidate, Assessment.Cost> costs = new LinkedHashMap<>();
        List<Advice.LeftOut> leftOut = new ArrayList<>();
        int done = 0;
        try (TimeCosts times = new TimeCosts(networks, images, unprotected, schemes, effort)) {
            for (Candidate candidate : question.candidates()) {
                try {
                    MemoryImage image = networks.image(candidate);
                    costs.put(
                            candidate,
                            Assessment.Cost.of(
                                    bytes(image.space()), reference, times.of(candidate, image), question.scrub()));
                } catch (IllegalArgumentException | ArithmeticException e) {
                    leftOut.add(new Advice.LeftOut(candidate, e.getMessage()));
                }
                listener.campaign()
                        .progress(
                                candidate.label(), ++done, question.candidates().size());
            }
        }
        return new Costs(reference, costs, leftOut);
    }

    private static long bytes(FaultSpace space) {
        return space.sharedBytes() + space.boundBytes() + space.companionBytes();
    }
}
