package org.fitact.bench.sampling;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;
import org.fitact.stats.Range;

/**
 * The accuracies of all trials of a scheme at a rate, as a reproduction records them.
 *
 * @param faultFree accuracy without faults, 0..1
 * @param accuracies one for each trial, 0..1
 */
public record RecordedTrials(String network, String scheme, double rate, double faultFree, double[] accuracies) {

    private static final TypeReference<Map<String, Map<Double, double[]>>> TRIALS = new TypeReference<>() {};

    /** What the accuracy of a trial can be, as far as it is known without the trials. */
    public Range range() {
        return Range.ofTrials(faultFree);
    }

    /** Whether both have the same faults, trial by trial. */
    public boolean isPairedWith(RecordedTrials other) {
        return network.equals(other.network)
                && rate == other.rate
                && accuracies.length == other.accuracies.length
                && !scheme.equals(other.scheme);
    }

    /** The part of a scheme's results that is read. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Scheme(String scheme, double faultFreeAccuracy) {}

    /**
     * Reads {@code reproduction.json}.
     *
     * @throws InvalidFileException if it is something else; it names the field
     */
    public static List<RecordedTrials> read(Path file) throws IOException {
        List<RecordedTrials> all = new ArrayList<>();
        JsonNode networks = JsonReader.object(file).path("networks");
        for (int i = 0; i < networks.size(); i++) {
            String place = "networks[" + i + "]";
            JsonReader reader = new JsonReader(file.toString(), place);
            JsonNode network = networks.get(i);
            Map<String, Map<Double, double[]>> trials = reader.read(network.path("trials"), TRIALS);
            for (JsonNode node : network.path("results").path("schemes")) {
                Scheme scheme = reader.read(node, Scheme.class);
                for (Map.Entry<Double, double[]> rate :
                        trials.getOrDefault(scheme.scheme(), Map.of()).entrySet()) {
                    all.add(of(file, place, network.path("name").asText(), scheme, rate));
                }
            }
        }
        if (all.isEmpty()) {
            throw new InvalidFileException(
                    file, "networks", "no recorded trials", "those of a reproduction (reproduction.json)");
        }
        return all;
    }

    private static RecordedTrials of(
            Path file, String place, String network, Scheme scheme, Map.Entry<Double, double[]> rate)
            throws InvalidFileException {
        double[] accuracies = rate.getValue();
        if (accuracies.length < 2 || Arrays.stream(accuracies).anyMatch(value -> !(value >= 0 && value <= 1))) {
            throw new InvalidFileException(
                    file,
                    place + ".trials." + scheme.scheme() + "." + rate.getKey(),
                    Arrays.toString(Arrays.copyOf(accuracies, Math.min(3, accuracies.length))) + " ...",
                    "two accuracies in 0..1 or more");
        }
        return new RecordedTrials(network, scheme.scheme(), rate.getKey(), scheme.faultFreeAccuracy(), accuracies);
    }
}
