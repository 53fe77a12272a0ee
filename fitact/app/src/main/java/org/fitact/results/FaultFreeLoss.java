package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a scheme costs where there are no faults. FitAct promises to lose less than δ; no scheme may lose more than δ and
 * a point ({@link #MARGIN}) without saying so, as the accuracy on a few hundred images varies by about that point.
 *
 * @param scheme its name
 * @param images on which both were measured: {@value #HELD_OUT} or {@value #TEST}
 * @param unprotected accuracy of the network with its own activations, 0..1
 * @param hardened accuracy under the scheme
 * @param delta δ, the loss that is accepted
 */
@JsonPropertyOrder({"scheme", "images", "unprotected", "hardened", "delta", "loss", "allowed", "tooLarge"})
@JsonIgnoreProperties(
        value = {"loss", "allowed", "tooLarge"},
        allowGetters = true)
public record FaultFreeLoss(String scheme, String images, double unprotected, double hardened, double delta) {

    /** By how much a loss may exceed δ before a warning is given: 0.01 is a point. */
    public static final double MARGIN = 0.01;

    /** δ of a scheme of which nobody wrote it down: the program's default. */
    public static final double USUAL_DELTA = 0.01;

    /** Training images that no gradient has seen. */
    public static final String HELD_OUT = "held-out";

    /** All test images. */
    public static final String TEST = "test";

    /**
     * The losses of the schemes of a study: on the test images where the campaign measured both networks there, on the
     * held-out images where only these were seen, by {@code heldOut}.
     *
     * @param schemes in the order of the registry
     * @param unprotected name of the scheme that protects nothing; it has no loss
     */
    static List<FaultFreeLoss> of(List<SchemeResult> schemes, String unprotected, Map<String, FaultFreeLoss> heldOut) {
        double before = schemes.stream()
                .filter(scheme -> scheme.scheme().equals(unprotected))
                .mapToDouble(SchemeResult::faultFreeAccuracy)
                .findFirst()
                .orElse(Double.NaN);
        List<FaultFreeLoss> losses = new ArrayList<>();
        for (SchemeResult scheme : schemes) {
            FaultFreeLoss seen = heldOut.get(scheme.scheme());
            double after = scheme.faultFreeAccuracy();
            if (scheme.scheme().equals(unprotected)) {
                continue;
            }
            if (!Double.isNaN(before - after)) {
                double delta = seen == null ? USUAL_DELTA : seen.delta();
                losses.add(new FaultFreeLoss(scheme.scheme(), TEST, before, after, delta));
            } else if (seen != null) {
                losses.add(seen);
            }
        }
        return losses;
    }

    /** Accuracy that was lost; negative where the scheme gained some. */
    @JsonProperty
    public double loss() {
        return unprotected - hardened;
    }

    /** The largest loss of which nothing is said. */
    @JsonProperty
    public double allowed() {
        return delta + MARGIN;
    }

    /** Whether a reader has to be warned. */
    @JsonProperty
    public boolean tooLarge() {
        return loss() > allowed();
    }
}
