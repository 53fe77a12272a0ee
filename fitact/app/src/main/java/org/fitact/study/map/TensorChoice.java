package org.fitact.study.map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
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

    /** Words of 4 bytes have addresses below 2^31. */
    private static final long MOST_BYTES = 4L << 31;

    private static final String LAYER = "layer";

    /** The part of a map that is read. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Mapped(List<String> by, List<OfRegion> regions) {}

    /** A region as the map has it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record OfRegion(String region, String part, long bytes, double harm) {

        boolean isTensor() {
            return part.equals("number");
        }

        double harmOfAByte() {
            return harm / bytes;
        }
    }

    /**
     * Reads a map and chooses.
     *
     * @param map a {@code map.json}
     * @param share of the memory, 0..1
     * @throws InvalidFileException if it is no map; it names the field
     */
    public static TensorChoice of(Path map, double share) throws IOException {
        List<OfRegion> tensors = read(map);
        double bytes = tensors.stream().mapToDouble(OfRegion::bytes).sum();
        double harm = tensors.stream().mapToDouble(OfRegion::harm).sum();
        Set<String> chosen = new LinkedHashSet<>();
        double taken = 0;
        double spared = 0;
        for (OfRegion tensor : tensors.stream()
                .sorted(Comparator.comparingDouble(tensor -> -tensor.harmOfAByte()))
                .toList()) {
            if (tensor.harm > 0 && taken + tensor.bytes <= share * bytes) {
                chosen.add(tensor.region);
                taken += tensor.bytes;
                spared += tensor.harm;
            }
        }
        return new TensorChoice(chosen, taken / bytes, harm == 0 ? 0 : spared / harm);
    }

    /** The tensors, one at least, with numbers that can be theirs. */
    private static List<OfRegion> read(Path map) throws IOException {
        Mapped mapped = JsonReader.read(map, Mapped.class);
        if (!mapped.by.contains(LAYER)) {
            throw new InvalidFileException(
                    map, "by", mapped.by.toString(), LAYER + " among them: tensors of one stratum are all alike");
        }
        List<OfRegion> regions = mapped.regions;
        Set<String> names = new HashSet<>();
        for (int r = 0; r < regions.size(); r++) {
            OfRegion region = regions.get(r);
            String field = "regions[" + r + "].";
            if (!names.add(region.region)) {
                throw new InvalidFileException(map, field + "region", region.region + " again", "each region once");
            }
            if (region.bytes < 1 || region.bytes > MOST_BYTES) {
                throw new InvalidFileException(map, field + "bytes", Long.toString(region.bytes), "1 to " + MOST_BYTES);
            }
            if (!(region.harm >= 0 && region.harm <= region.bytes * (double) Byte.SIZE)) {
                throw new InvalidFileException(
                        map, field + "harm", Double.toString(region.harm), "0 to the bits of the region");
            }
        }
        List<OfRegion> tensors = regions.stream().filter(OfRegion::isTensor).toList();
        if (tensors.isEmpty()) {
            throw new InvalidFileException(map, "regions", "no tensor", "those of a map, as fitact map writes it");
        }
        return tensors;
    }
}
