package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fitact.results.integer.IntegerFormats;

/**
 * Everything in {@code results.json}, as {@code docs/results.schema.json} describes it for those who read it elsewhere.
 *
 * @param model name of the network
 * @param dataset name of the data set
 * @param parameters number of weights and biases of the unprotected network
 * @param bounds number of neurons, each of which a per-neuron scheme gives a bound
 * @param schemes in the order of the registry
 * @param pairs every later scheme against every earlier one, at each rate
 * @param faultFree what the schemes cost where there are no faults, as far as it is known
 * @param integers of schemes that compute in integers, in which formats; empty, and not written, for float
 * @param sampling how rates became flips, where that is as other tools do it and not by every bit's own probability; null, and not
 *     written, otherwise
 * @param provenance commit, seeds, machine, times and whatever else tells how the numbers came about; a JSON object
 */
@JsonPropertyOrder({
    "version",
    "model",
    "dataset",
    "parameters",
    "bounds",
    "schemes",
    "pairs",
    "faultFree",
    "integers",
    "sampling",
    "provenance"
})
@JsonIgnoreProperties(
        value = {"version"},
        allowGetters = true)
public record StudyResults(
        String model,
        String dataset,
        long parameters,
        long bounds,
        List<SchemeResult> schemes,
        List<PairResult> pairs,
        List<FaultFreeLoss> faultFree,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<IntegerFormats> integers,
        @JsonInclude(JsonInclude.Include.NON_NULL) String sampling,
        JsonNode provenance) {

    /** Of the form of {@code results.json}, which {@code docs/results.schema.json} describes. */
    public static final int VERSION = 1;

    public StudyResults {
        schemes = List.copyOf(schemes);
        pairs = List.copyOf(pairs);
        faultFree = List.copyOf(faultFree);
        integers = integers == null ? List.of() : List.copyOf(integers);
    }

    /** {@link #VERSION}; results without one are of before there were versions. */
    @JsonProperty
    public int version() {
        return VERSION;
    }

    /** All fault rates that a scheme was run at, ascending. */
    public double[] rates() {
        return schemes.stream()
                .flatMap(scheme -> scheme.points().stream())
                .mapToDouble(PointResult::rate)
                .distinct()
                .sorted()
                .toArray();
    }

    /** The highest mean at a fault rate, empty if no scheme was run there. */
    public Optional<Double> best(double rate) {
        return schemes.stream()
                .flatMap(scheme -> scheme.at(rate).stream())
                .map(PointResult::mean)
                .max(Comparator.naturalOrder());
    }

    /** A scheme by name, empty if it was not studied. */
    public Optional<SchemeResult> scheme(String name) {
        return schemes.stream().filter(scheme -> scheme.scheme().equals(name)).findFirst();
    }

    /** The comparison of a later scheme a with an earlier b at a rate, empty if there is none. */
    public Optional<PairResult> pair(String a, String b, double rate) {
        return pairs.stream()
                .filter(pair -> pair.a().equals(a) && pair.b().equals(b) && pair.rate() == rate)
                .findFirst();
    }
}
