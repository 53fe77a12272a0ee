package org.fitact.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.campaign.StudyDefinition;
import org.fitact.fault.kind.FlipKind;
import org.fitact.results.integer.IntegerFormats;

/**
 * What was studied.
 *
 * @param model name of the network
 * @param dataset name of the data set
 * @param parameters number of weights and biases of the unprotected network
 * @param bounds number of neurons, each of which a per-neuron scheme gives a bound
 * @param schemes names of the schemes, in the order of the registry
 * @param worst the most that a trial may cost in accuracy, as the campaign was told; 1 where it was not
 * @param integers of schemes that compute in integers, in which formats; empty for float
 * @param sampling how rates became flips, where that is not by every bit's own probability; empty otherwise
 */
public record StudyDescription(
        String model,
        String dataset,
        long parameters,
        long bounds,
        List<String> schemes,
        double worst,
        List<IntegerFormats> integers,
        Optional<String> sampling) {

    /** One of which nothing is known beforehand. */
    public StudyDescription(String model, String dataset, long parameters, long bounds, List<String> schemes) {
        this(model, dataset, parameters, bounds, schemes, 1, List.of(), Optional.empty());
    }

    public StudyDescription {
        schemes = List.copyOf(schemes);
        integers = List.copyOf(integers);
    }

    /**
     * Reads the fields of these names from a study's definition, whatever else it holds.
     *
     * @throws IllegalArgumentException if one is missing or of another type, naming it
     */
    public static StudyDescription of(JsonNode study) {
        List<String> schemes = new ArrayList<>();
        JsonNode names = study.path("schemes");
        require(names.isArray() && !names.isEmpty(), "schemes", "an array of names", names);
        for (JsonNode name : names) {
            require(name.isTextual(), "schemes", "an array of names", names);
            schemes.add(name.textValue());
        }
        return new StudyDescription(
                text(study, "model"),
                text(study, "dataset"),
                count(study, "parameters"),
                count(study, "bounds"),
                schemes,
                worst(study),
                integers(study, schemes),
                sampling(study));
    }

    private static Optional<String> sampling(JsonNode study) {
        JsonNode sampling =
                study.path(StudyDefinition.CONDITIONS).path("faults").path(FlipKind.SAMPLING);
        require(sampling.isMissingNode() || sampling.isTextual(), "conditions.faults.sampling", "a text", sampling);
        return Optional.ofNullable(sampling.textValue());
    }

    private static List<IntegerFormats> integers(JsonNode study, List<String> schemes) {
        return schemes.stream()
                .filter(scheme -> arithmetic(study, scheme).isObject())
                .map(scheme -> IntegerFormats.of(scheme, arithmetic(study, scheme)))
                .toList();
    }

    private static JsonNode arithmetic(JsonNode study, String scheme) {
        return study.path(StudyDefinition.NETWORKS).path(scheme).path(StudyDefinition.ARITHMETIC);
    }

    private static double worst(JsonNode study) {
        JsonNode worst = study.path("worst");
        double value = worst.asDouble(1);
        require(worst.isMissingNode() || worst.isNumber() && value > 0 && value <= 1, "worst", "a share", worst);
        return value;
    }

    private static String text(JsonNode study, String field) {
        require(study.path(field).isTextual(), field, "a text", study.path(field));
        return study.path(field).textValue();
    }

    private static long count(JsonNode study, String field) {
        require(study.path(field).canConvertToExactIntegral(), field, "an integer", study.path(field));
        return study.path(field).longValue();
    }

    private static void require(boolean condition, String field, String expected, JsonNode found) {
        if (!condition) {
            throw new IllegalArgumentException("study." + field + ": expected " + expected + ", found "
                    + (found.isMissingNode() ? "nothing" : found));
        }
    }
}
