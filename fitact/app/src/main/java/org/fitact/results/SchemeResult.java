package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;
import org.fitact.results.computation.FalseFindings;

/**
 * One protection scheme.
 *
 * @param scheme its name
 * @param faultFreeAccuracy accuracy without faults, in 0..1; NaN (null in JSON) if it was not measured
 * @param points one per fault rate, ascending
 * @param oneFlip what became of the answers in the trials with exactly one flip; null, and absent from JSON, where there are none
 * @param falseAlarms what bounds cut without faults; null, and absent from JSON, where it was not asked for
 * @param falseFindings what checks on the computation found without faults; null, and absent from JSON, where there are none
 */
@JsonPropertyOrder({"scheme", "faultFreeAccuracy", "points", "oneFlip", "falseAlarms", "falseFindings"})
public record SchemeResult(
        String scheme,
        double faultFreeAccuracy,
        List<PointResult> points,
        @JsonInclude(JsonInclude.Include.NON_NULL) ConsequenceShares oneFlip,
        @JsonInclude(JsonInclude.Include.NON_NULL) FalseAlarms falseAlarms,
        @JsonInclude(JsonInclude.Include.NON_NULL) FalseFindings falseFindings) {

    public SchemeResult {
        points = List.copyOf(points);
    }

    /** One of which no trial with one flip is known. */
    public SchemeResult(String scheme, double faultFreeAccuracy, List<PointResult> points) {
        this(scheme, faultFreeAccuracy, points, null, null, null);
    }

    /** The point at a fault rate, empty if the scheme was not run there. */
    public Optional<PointResult> at(double rate) {
        return points.stream().filter(point -> point.rate() == rate).findFirst();
    }
}
