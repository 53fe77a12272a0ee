package org.fitact.advice;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fitact.advice.Limits.Verdict;
import org.fitact.cost.Costs;

/**
 * The answer to a question.
 *
 * @param asked what was asked
 * @param reference the unprotected network without faults, with which all is compared
 * @param assessments of all candidates that could be deployed, in their order; those that went on further have more trials
 * @param leftOut candidates that cannot be deployed
 * @param recommended the best that holds all limits; null where none does
 * @param confirmation of the recommended one, on other faults and other images; null where there is none
 * @param nearest what comes nearest where nothing holds; null else
 * @param command that measures the recommended one, or the nearest, once more
 * @param provenance a JSON object
 */
@JsonPropertyOrder({
    "model",
    "dataset",
    "asked",
    "reference",
    "recommended",
    "confirmation",
    "nearest",
    "command",
    "assessments",
    "leftOut",
    "provenance"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Advice(
        String model,
        String dataset,
        Asked asked,
        Reference reference,
        List<Assessment> assessments,
        List<Costs.LeftOut> leftOut,
        Assessment recommended,
        Confirmation confirmation,
        Assessment nearest,
        String command,
        JsonNode provenance) {

    /**
     * A question as it was answered.
     *
     * @param trials of those that stayed to the end
     * @param fewestTrials after which a candidate that lost nothing is shown to hold the loss that is allowed
     */
    public record Asked(double rate, Limits limits, int trials, int fewestTrials, int images, long scrub, long seed) {}

    /**
     * The unprotected network without faults.
     *
     * @param accuracy on the images of the trials
     */
    public record Reference(String format, long bytes, double accuracy) {}

    /**
     * The recommended candidate on other faults and other images, which had no part in its choice.
     *
     * @param seed of the faults
     * @param sharedImages that are the same all the same, since there are not enough others
     * @param reference accuracy of the unprotected network without faults on these images
     * @param verdict whether it holds the limits there
     */
    public record Confirmation(long seed, int sharedImages, double reference, Assessment assessment, Verdict verdict) {}

    public Advice {
        assessments = List.copyOf(assessments);
        leftOut = List.copyOf(leftOut);
    }

    /** The recommended one, or else the nearest. */
    Assessment chosen() {
        return recommended == null ? nearest : recommended;
    }

    /** The farthest that an end of an interval is from the time that was measured, as a share of an inference; what is not known is NaN. */
    public double uncertaintyOfTime() {
        return assessments.stream()
                .mapToDouble(
                        found -> found.time().ci95().longerSide(found.time().value()))
                .reduce(0, Math::max);
    }

    /** Whether something is recommended that held the limits again. */
    public boolean isConfirmed() {
        return confirmation != null && confirmation.verdict() == Verdict.HOLDS;
    }
}
