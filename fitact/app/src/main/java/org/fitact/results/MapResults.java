package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fitact.results.integer.IntegerFormats;
import org.fitact.stats.Interval;
import org.fitact.vulnerability.Estimate;
import org.fitact.vulnerability.Tally;
import org.fitact.vulnerability.TraceCosts;

/**
 * Everything in {@code map.json}: what single bit flips do to a deployed network. A share is that of the pairs of a fault and an image
 * in which another class is answered than without the fault (SDC-1).
 *
 * @param scheme of the memory
 * @param model name of the network
 * @param dataset name of the data set
 * @param integers in which formats it computes in integers; null for float
 * @param by what the faults are divided by
 * @param images with which a fault may be met
 * @param margin half of the widest interval of a stratum
 * @param confidence of all intervals
 * @param bits that may be hit
 * @param overall P(SDC-1 | one flip)
 * @param failures in time, where an upset rate was given; null else
 * @param layers in the order of memory; empty where faults are not divided by layers
 * @param strata by layer, kind and bit
 * @param regions all tensors, and what is stored for them, in the order of memory
 * @param worst the most harmful of the faults that were found, the worst first
 * @param costs of following faults
 * @param saving times fewer multiply-adds than one full inference a fault
 * @param verified faults that a full inference answered alike
 * @param provenance how the numbers came about; a JSON object
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MapResults(
        String scheme,
        String model,
        String dataset,
        IntegerFormats integers,
        List<String> by,
        int images,
        double margin,
        double confidence,
        long bits,
        Estimate overall,
        Failures failures,
        List<OfLayer> layers,
        List<OfStratum> strata,
        List<OfRegion> regions,
        List<Listed> worst,
        TraceCosts costs,
        double saving,
        long verified,
        JsonNode provenance) {

    /**
     * Failures in time: {@code λ · Mbit · P(SDC-1 | one flip)}.
     *
     * @param fitPerMbit λ, upsets of 10⁶ bits in 10⁹ hours
     * @param megabits that may be hit
     * @param fit the estimate, failures in 10⁹ hours
     */
    public record Failures(double fitPerMbit, double megabits, double fit, Interval interval) {}

    /** A layer, with all that is stored for it. */
    public record OfLayer(String layer, long bits, Estimate harmful) {}

    /**
     * A stratum; what faults are not divided by is missing.
     *
     * @param population pairs of a fault and an image
     * @param found in those that were looked at
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfStratum(
            String layer, String kind, Integer bit, long bits, long population, Tally found, Estimate harmful) {}

    /**
     * A region of the memory; of one that no fault was drawn from, nothing harms.
     *
     * @param part what its words are to the tensor: number, or what accompanies it
     * @param format of its words
     * @param harm bits · P(SDC-1 | a flip there): its part in all that harms
     */
    public record OfRegion(
            String region,
            String layer,
            String kind,
            String part,
            String format,
            long words,
            long bytes,
            double harm) {}

    /**
     * A fault, with every image.
     *
     * @param index of its word in the region
     * @param found over the images
     */
    public record Listed(String region, String layer, int index, int bit, Tally found) {}
}
