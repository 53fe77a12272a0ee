package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;

/**
 * One protection scheme.
 *
 * @param scheme its name
 * @param faultFreeAccuracy accuracy without faults, in 0..1; NaN (null in JSON) if it was not measured
 * @param points one per fault rate, ascending
 */
@JsonPropertyOrder({"scheme", "faultFreeAccuracy", "points"})
public record SchemeResult(String scheme, double faultFreeAccuracy, List<PointResult> points) {

    public SchemeResult {
        points = List.copyOf(points);
    }

    /** The point at a fault rate, empty if the scheme was not run there. */
    public Optional<PointResult> at(double rate) {
        return points.stream().filter(point -> point.rate() == rate).findFirst();
    }
}
