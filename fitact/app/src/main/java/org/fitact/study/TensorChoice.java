package org.fitact.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;

/**
 * The tensors that are worth guarding most, by a map: those with the most harm a byte first, as long as they fit into a share of the
 * memory; one that is too large is passed over. What is harmed is linear in the tensors, so this is the greedy answer to a knapsack
 * problem, and off by less than the one tensor that did not fit.
 *
 * @param tensors by name, the most vulnerable first
 * @param memory share of the memory that they take
 * @param harm share of all that harms that is theirs
 */
public record TensorChoice(Set<String> tensors, double memory, double harm) {

    /** A tensor as the map has it. */
    private record Candidate(String name, double bytes, double harm) {}

    /**
     * Reads a map and chooses.
     *
     * @param map a {@code map.json}
     * @param share of the memory, 0..1
     * @throws InvalidFileException if it is no map; it names the field
     */
    public static TensorChoice of(Path map, double share) throws IOException {
        List<Candidate> candidates = new ArrayList<>(read(map));
        double bytes = candidates.stream().mapToDouble(Candidate::bytes).sum();
        double harm = candidates.stream().mapToDouble(Candidate::harm).sum();
        candidates.sort(Comparator.comparingDouble(candidate -> -candidate.harm / candidate.bytes));
        Set<String> chosen = new LinkedHashSet<>();
        double taken = 0;
        double spared = 0;
        for (Candidate candidate : candidates) {
            if (candidate.harm > 0 && taken + candidate.bytes <= share * bytes) {
                chosen.add(candidate.name);
                taken += candidate.bytes;
                spared += candidate.harm;
            }
        }
        return new TensorChoice(chosen, taken / bytes, harm == 0 ? 0 : spared / harm);
    }

    private static List<Candidate> read(Path map) throws IOException {
        ObjectNode tree = JsonReader.object(map);
        List<Candidate> candidates = new ArrayList<>();
        for (JsonNode region : tree.path("regions")) {
            boolean known = region.path("region").isTextual()
                    && region.path("part").isTextual()
                    && region.path("bytes").asLong() > 0
                    && region.path("harm").asDouble(-1) >= 0;
            if (!known) {
                throw new InvalidFileException(
                        map, "field regions", region.toString(), "region, part, bytes and harm of each");
            }
            if (region.path("part").asText().equals("number")) {
                candidates.add(new Candidate(
                        region.path("region").asText(),
                        region.path("bytes").asDouble(),
                        region.path("harm").asDouble()));
            }
        }
        if (candidates.isEmpty()) {
            throw new InvalidFileException(map, "field regions", "none", "those of a map, as fitact map writes it");
        }
        return candidates;
    }
}
