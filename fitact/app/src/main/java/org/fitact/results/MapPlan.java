package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.fitact.stats.SampleSize;
import org.fitact.vulnerability.Stratum;

/**
 * What a map will sample, before it does.
 *
 * @param margin half of the widest interval of a stratum
 * @param confidence of the intervals
 * @param images with which a fault may be met
 */
public record MapPlan(double margin, double confidence, int images, List<OfStratum> strata) {

    /**
     * One stratum; what faults are not divided by is missing.
     *
     * @param population pairs of a fault and an image
     * @param fewest of them, where all or none harm
     * @param most of them, where half of them do
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfStratum(
            String layer, String kind, Integer bit, long bits, long population, long fewest, long most) {}

    public static MapPlan of(List<Stratum> strata, SampleSize size, int images) {
        return new MapPlan(
                size.margin(),
                size.confidence(),
                images,
                strata.stream()
                        .map(stratum -> new OfStratum(
                                stratum.layer().orElse(null),
                                stratum.kind()
                                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                        .orElse(null),
                                stratum.bit().isPresent() ? stratum.bit().getAsInt() : null,
                                stratum.bits(),
                                stratum.population(),
                                size.fewest(stratum.population()),
                                size.most(stratum.population())))
                        .toList());
    }
}
